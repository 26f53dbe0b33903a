"""Makes fasttext-predictions.jsonl: small models trained by fastText 0.9.2, and what it predicts with them.

Usage: pip install fasttext-wheel==0.9.2 'numpy<2' && python fasttext_predictions.py > fasttext-predictions.jsonl
Each line: the arguments of the training, the model's bytes in base64, and for each text the five best labels with probabilities.
"""
import base64, json, os, random, tempfile

import fasttext

WORDS = {
    "eng": "the mill grinds grain and water turns heavy stone".split(),
    "deu": "die Mühle mahlt Korn und Wasser dreht schweren Stein".split(),
    "fra": "le moulin écrase grain et eau tourne pierre lourde".split(),
    "rus": "мельница мелет зерно и вода вращает тяжёлый камень".split(),
    "jpn": "石臼 は 穀物 を 粉 に する 道具 です".split(),
}
TEXTS = ["the heavy stone", "die Mühle steht still", "вода и зерно", "石臼 で 挽く", "le moulin", "", "  \t ", "Ångström 💧 unseen words",
         "the the the\tthe", "__label__eng grain", "x", "tournent les pierres\u00a0lourdes", "ein sehr langer Satz " * 30]
SMALL = dict(dim=4, bucket=60, lr=0.8, epoch=8, minCount=1, thread=1, seed=7, verbose=0)
MODELS = [
    (dict(loss="softmax", minn=0, maxn=0), None),
    (dict(loss="softmax", minn=2, maxn=4), None),
    (dict(loss="softmax", minn=1, maxn=2, wordNgrams=3), None),
    (dict(loss="hs", minn=2, maxn=3), None),
    (dict(loss="ova", minn=2, maxn=3, wordNgrams=2), None),
    (dict(loss="ns", minn=0, maxn=0), None),
    (dict(loss="softmax", minn=1, maxn=3, bucket=400, dim=3), dict(qnorm=True, dsub=2)),
    (dict(loss="hs", minn=2, maxn=3, bucket=400), dict(qnorm=False, dsub=2, cutoff=260, retrain=True)),
    (dict(loss="softmax", minn=1, maxn=2, bucket=300, labels=260, dim=2), dict(qnorm=True, qout=True, dsub=2)),
]


def training(path, labels):
    rng = random.Random(5)
    with open(path, "w", encoding="utf-8") as out:
        for i in range(300):
            language = list(WORDS)[min(rng.randrange(7), 4)]
            label = language if not labels else i % labels
            out.write(f"__label__{label} {' '.join(rng.choices(WORDS[language], k=rng.randint(2, 6)))}\n")


def predictions(model):
    for text in TEXTS:
        labels, probabilities = model.predict(text, k=5)
        yield {"text": text, "labels": list(labels), "probabilities": [round(float(p), 7) for p in probabilities]}


def main():
    with tempfile.TemporaryDirectory() as folder:
        data, file = os.path.join(folder, "train.txt"), os.path.join(folder, "model")
        for arguments, quantization in MODELS:
            arguments = dict(SMALL, **arguments)
            training(data, arguments.pop("labels", 0))
            model = fasttext.train_supervised(data, **arguments)
            if quantization:
                model.quantize(input=data, **quantization)
            model.save_model(file)
            model = fasttext.load_model(file)
            content = base64.b64encode(open(file, "rb").read()).decode()
            print(json.dumps({"arguments": arguments, "quantization": quantization, "model": content,
                              "predictions": list(predictions(model))}, ensure_ascii=False))


if __name__ == "__main__":
    main()
