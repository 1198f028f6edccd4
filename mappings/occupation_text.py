"""The words of a job name, the same steps for what is indexed and for what is typed.

    "Aide-soignante de nuit"  -> fold -> aide soignante de nuit
                              -> stop words -> aide soignante nuit
                              -> abbreviations, plural -> aide soignante nuit
                              -> gender -> aide soignant nuit

The gender step is what makes "vendeuse" and "vendeur" one question. It is a rule on endings and may shorten a word
that has no gender ("matière" -> "matier"): harmless, since names and questions pass the same rule.
"""

import re
from functools import lru_cache

from mappings.text import fold

STOP_WORDS = frozenset(
    "a au aux ce chez d dans de des du en et f h hf l la le les ou par pour qu s sur un une".split()  # noqa: SIM905
)

# What people type for longer words. Used on whole words only, in names and in questions.
ABBREVIATIONS = {
    "pl": "poids lourd",
    "spl": "super poids lourd",
    "vl": "vehicule leger",
    "prof": "professeur",
    "profs": "professeur",
    "math": "mathematique",
    "maths": "mathematique",
    "svt": "science vie terre",
    "eps": "education physique sportive",
    "dev": "developpeur",
    "rh": "ressource humaine",
    "drh": "directeur ressource humaine",
    "raf": "responsable administratif financier",
    "daf": "directeur administratif financier",
    "btp": "batiment travail public",
    "tp": "travail public",
    "resto": "restaurant",
    "kine": "kinesitherapeute",
    "ortho": "orthophoniste",
    "psy": "psychologue",
    "compta": "comptable",
    "secu": "securite",
    "ecom": "e commerce",
    "ecommerce": "e commerce",
    "elec": "electricien",
    "mecano": "mecanicien",
    "pharma": "pharmacie",
    "labo": "laboratoire",
    "interim": "interimaire",
    "reseaux": "reseau",
    "ppt": "preparateur pharmacie",
    "it": "informatique",
    "lgv": "ligne grande vitesse",
}

# Words whose other gender no ending rule gives.
_FEMININE = {
    "apprentie": "apprenti",
    "banderilla": "banderillo",
    "barmaid": "barman",
    "cantatrice": "chanteur",
    "cheffe": "chef",
    "commise": "commi",
    "consule": "consul",
    "contremaitresse": "contremaitre",
    "dame": "monsieur",
    "decontaminateur": "decontamineur",
    "doctoresse": "docteur",
    "elue": "elu",
    "femme": "homme",
    "fille": "garcon",
    "hotesse": "hote",
    "maitresse": "maitre",
    "paire": "pair",
    "pastaia": "pastaio",
    "pizzaiola": "pizzaiolo",
    "poetesse": "poete",
    "prefete": "prefet",
    "pretresse": "pretre",
    "publique": "public",
    "religieuse": "religieux",
    "seconde": "second",
    "steward": "hote",
    "substitute": "substitut",
    "torera": "torero",
    "valet": "homme",
    "woman": "man",
}

# (feminine ending, masculine ending). Plural marks are off already: "japonais" is "japonai" here. "eur" goes to "er"
# so that "manageuse" meets "manager".
_ENDINGS = (
    ("ienne", "ien"),
    ("woman", "man"),
    ("drice", "deur"),
    ("trice", "teur"),
    ("euse", "eur"),
    ("eure", "eur"),
    ("enne", "en"),
    ("onne", "on"),
    ("anne", "an"),
    ("elle", "el"),
    ("ante", "ant"),
    ("ente", "ent"),
    ("erte", "ert"),
    ("inte", "int"),
    ("ande", "and"),
    ("arde", "ard"),
    ("aise", "ai"),
    ("oise", "oi"),
    ("eule", "eul"),
    ("gnole", "gnol"),
    ("ille", "il"),
    ("ile", "il"),
    ("ite", "it"),
    ("ere", "er"),
    ("eur", "er"),
    ("ive", "if"),
    ("ale", "al"),
    ("ane", "an"),
    ("ate", "at"),
    ("ote", "ot"),
    ("ine", "in"),
    ("ee", "e"),
)

_WORD = re.compile(r"[a-z0-9+#]+")


def split_words(text: str) -> list[str]:
    """Folded words in order, stop words and "(H/F)" left out; all of them when nothing else is left."""
    words = _WORD.findall(fold(text))
    return [word for word in words if word not in STOP_WORDS] or words


def expand(word: str) -> list[str]:
    """The words that an abbreviation stands for, else the word itself."""
    return ABBREVIATIONS[word].split() if word in ABBREVIATIONS else [word]


def singular(word: str) -> str:
    """Without the plural mark: "travaux" -> "travail", "soins" -> "soin"."""
    if len(word) > 4 and word.endswith("aux"):
        return "travail" if word == "travaux" else word[:-3] + "al"
    if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss"):
        return word[:-1]
    return word


@lru_cache(maxsize=65_536)
def masculine(word: str) -> str:
    """The form that both genders share."""
    # Again until nothing changes: "privée" and "privé" meet only after a second ending ("prive" -> "prif").
    while (shorter := _one_ending_less(word)) != word:
        word = shorter
    return word


def _one_ending_less(word: str) -> str:
    if word in _FEMININE:
        return _FEMININE[word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] + instead
    return word


def name_words(text: str, *, gendered: bool = False) -> list[str]:
    """The words of a name or of a question, in order. `gendered` keeps the gender, for words not finished yet."""
    words = [singular(part) for word in split_words(text) for part in expand(word)]
    return words if gendered else [masculine(word) for word in words]


def start_forms(masculine_text: str, feminine_text: str) -> list[str]:
    """Every way in which typing the name from its first letter may go, words joined by a blank or by nothing."""
    forms = {
        " ".join(words)
        for text in (masculine_text, feminine_text)
        for words in (name_words(text), name_words(text, gendered=True), split_words(text))
    }
    return sorted(forms | {form.replace(" ", "") for form in forms})
