"""Every record that warcio reads of the archives in a folder, one a line: the witness of DamagedArchivesTest.

    python warcio_records.py FOLDER > warcio-records.jsonl      # warcio 1.8.1
"""
import json, os, sys
from warcio.archiveiterator import ArchiveIterator

folder = sys.argv[1]
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), "rb") as file:
        records = ArchiveIterator(file)
        try:
            for record in records:
                http = record.http_headers
                try:
                    body = len(record.content_stream().read())
                except Exception:
                    body = 0
                print(json.dumps({
                    "file": name,
                    "offset": records.get_record_offset(),
                    "type": record.rec_type,
                    "url": record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or "",
                    "status": http.get_statuscode() if http and record.rec_type == "response" else "",
                    "content_type": (http or record.rec_headers).get_header("Content-Type") or "",
                    "body_bytes": body,
                }))
        except Exception as e:
            print(json.dumps({"file": name, "error": type(e).__name__}))
