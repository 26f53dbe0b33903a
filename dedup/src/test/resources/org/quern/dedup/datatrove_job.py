"""datatrove's four MinHash stages from Parquet to Parquet, as `./quern dedup` is one job; prints one JSON object with seconds.

Usage: pip install datatrove[io,processing]
       python datatrove_job.py INGESTED/documents WORK_FOLDER [PROCESSES 2]
The folder must have at least as many Parquet files as there are processes. FineWeb's setting, as Quern's default: 14 bands of
8 hashes of 64 bits over 5-grams of words.
"""
import json, shutil, sys, time
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers import ParquetWriter
from datatrove.utils.hashing import HashConfig

BANDS = 14


def main(documents, work, processes):
    shutil.rmtree(work, ignore_errors=True)
    config = MinhashConfig(hash_config=HashConfig(precision=64), num_buckets=BANDS, hashes_per_bucket=8, n_grams=5)

    def read():
        return ParquetReader(documents, glob_pattern="*.parquet")

    stages = {
        "signatures": (processes, [read(), MinhashDedupSignature(f"{work}/signatures", config=config)]),
        "buckets": (BANDS, [MinhashDedupBuckets(f"{work}/signatures", f"{work}/buckets", config=config)]),
        "clusters": (1, [MinhashDedupCluster(f"{work}/buckets", f"{work}/remove", config=config)]),
        "filter": (processes, [read(), MinhashDedupFilter(f"{work}/remove"), ParquetWriter(f"{work}/unique")]),
    }
    seconds = {}
    for name, (tasks, steps) in stages.items():
        start = time.perf_counter()
        LocalPipelineExecutor(steps, tasks=tasks, workers=min(tasks, processes), logging_dir=f"{work}/log/{name}").run()
        seconds[name] = round(time.perf_counter() - start, 1)
    print(json.dumps(seconds | {"all": round(sum(seconds.values()), 1)}))


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).resolve()), str(Path(sys.argv[2]).resolve()), int(sys.argv[3]) if len(sys.argv) > 3 else 2)
