"""Makes the parity fixtures: corpus.jsonl and what HF tokenizers' trainer learns from it with each pattern.

Usage: python hf_trained.py     in this folder; needs tokenizers 0.23
"""
import json, random
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

QWEN2 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA3 = QWEN2.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
SENTENCES = [
    "The miller's stone turns slowly; it won't hurry, and we'll wait until the grain's ground.",
    "I'M SURE THEY'VE SEEN IT, but you'd better look again: isn't that what he said?",
    "Let x = 3.14159 and y = 2^10 - 1; then x*y + 7/8 >= 1023 holds for all n in N.",
    "public static int gcd(int a, int b) {\n    return b == 0 ? a : gcd(b, a % b);\n}\n",
    "def quern(grain, turns=12):\n\tfor i in range(turns):\n\t\tyield [g // 2 for g in grain]\n\n\n",
    "Der Müller mahlt das Korn, und die Mühle klappert am rauschenden Bach.",
    "Le meunier tu dors, ton moulin va trop vite; ça ne s'arrête jamais, n'est-ce pas ?",
    "Мельник мелет зерно, а жернова крутятся день и ночь без остановки.",
    "石臼で小麦を挽くと、粉は細かくなります。毎日ゆっくり回しましょう。",
    "磨坊主把谷物磨成面粉，石磨慢慢地转动，日复一日。",
    "المطحنة تدور ببطء والقمح يصبح دقيقا في كل صباح.",
    "चक्की धीरे धीरे घूमती है और अनाज आटा बन जाता है।",
    "맷돌은 천천히 돌아가고 곡식은 가루가 된다.",
    "aaaaaaaaaaaaaaaa abababababab aabbaabbaabb banana bananas bandana",
    "  two spaces   three    four\t\ttabs \u00a0nbsp\u2003em  \r\n\r\nend   ",
    "https://www.example.org/a/b?c=d&e=%20f#g user@example.com #tag @name $9.99 100% --- *** ===",
    "👩‍🌾🌾🍞 emoji, 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 and e\u0301 combining, ½ Ⅷ ² ١٢٣",
]
choose = random.Random(7)
docs = [" ".join(choose.choices(SENTENCES, k=choose.randint(1, 5))) for _ in range(60)]
with open("corpus.jsonl", "w", encoding="utf-8", newline="\n") as out:
    for doc in docs:
        out.write(json.dumps({"text": doc}, ensure_ascii=False) + "\n")


def split(pattern):
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def train(file, texts, pre_tokenizer, vocab_size, special=(), reserved=0):
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizer
    bpe.decoder = decoders.ByteLevel()
    bpe.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=vocab_size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>", *special], show_progress=False))
    bpe.add_special_tokens([f"<|reserved_{i}|>" for i in range(reserved)])
    bpe.save(file)


gpt2 = pre_tokenizers.ByteLevel(add_prefix_space=False)
train("hf-trained.json", docs, split(QWEN2), 640)
train("hf-gpt2.json", docs, gpt2, 400)
train("hf-gpt2_digits.json", docs, pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), gpt2]), 400)
train("hf-llama3.json", docs, split(LLAMA3), 400, ["<|im_start|>", "</s>"])
# Too little text for the vocabulary: tokens are reserved up to a multiple of 8.
train("hf-reserved.json", docs[:1], split(QWEN2), 1000, reserved=7)
