"""Typing mistakes as phones make them, the same on every run."""

from random import Random

NEIGHBOURS = {
    key: row[max(i - 1, 0) : i] + row[i + 1 : i + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for i, key in enumerate(row)
}
SHORTEST = 3


def mistyped(text: str, share: float, seed: int) -> str:
    """One mistake in about `share` of the words of three letters and more: swapped, left out, doubled or missed."""
    chance = Random(f"{seed} {text}")
    words = text.split(" ")
    able = [i for i, word in enumerate(words) if sum(map(str.isalpha, word)) >= SHORTEST]
    for i in chance.sample(able, min(len(able), round(share * len(words)))):
        words[i] = _mistake(words[i], chance)
    return " ".join(words)


def _mistake(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word))
    kind = chance.choice(("swap", "drop", "double", "miss"))
    if kind == "swap":
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + chance.choice(NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]
