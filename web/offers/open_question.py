"""Does a question call for a "oui" or a "non"? A hint for the recruiter, never a refusal. Pure.

French asks so in three ways: the subject after its verb ("Avez-vous", "Le permis est-il"), "est-ce que", and a
statement with a question mark ("Vous êtes disponible ?"). A question word before any of them ("Pourquoi avez-vous",
"Qu'est-ce que") asks for more.
"""

import re

from unidecode import unidecode

_PRONOUN = r"(?:je|tu|il|elle|on|nous|vous|ils|elles|ce)"
_YES_NO = re.compile(r"\boui ?(?:/|,|ou) ?non\b|\bvrai ou faux\b|\byes ?(?:/|or) ?no\b")
# "Racontez-nous", "Décrivez", "Dites-moi": a request, whatever its end.
_REQUEST = re.compile(
    r"^(?:\w+(?:ez|s)-(?:nous|moi|vous en)|raconte\w*|decri\w+|expliqu\w+|parl\w+|presente\w*|cite\w*|donne\w*"
    r"|illustr\w+|imagin\w+|precise\w*|partage\w*|complete\w*|indique\w*|dites|tell|describe|explain|share)\b"
)
# "Pouvez-vous nous raconter": a request by a polite detour.
_DETOUR = re.compile(
    r"^(?:pouvez|pourriez|voulez|voudriez|souhaitez|peux|pourrais|can|could|would|est-ce que)[ -](?:vous|tu|you)"
    r"(?: \S+){0,4}? (?:raconter|decrire|expliquer|presenter|parler|dire|preciser|donner|citer|partager|detailler"
    r"|resumer|illustrer|developper|tell|describe|explain|share)\b"
)
_QUESTION_WORD = (
    r"(?:comment|pourquoi|quoi|quel|quels|quelle|quelles|lequel|laquelle|lesquels|lesquelles|combien|quand|question_ou"
    r"|how|why|what|which|when|where|who)"
)
_ASKS = re.compile(rf"\b{_QUESTION_WORD}\b")
# What, whom, who: question words at the head only, elsewhere they bind ("le métier que vous", "ceux qui").
_HEAD = re.compile(r"(?:^|[,:;] ?)(?:et |mais |alors )?(?:a |de |pour |avec |sur )?(?:qu'|que |qui )")
_INVERTED = re.compile(rf"\b\w+-(?:t-)?{_PRONOUN}\b|^(?:etes|avez|aimez|pouvez|savez|seriez|auriez) vous\b")
_IS_IT = re.compile(r"\best[- ]ce[- ]qu(?:e\b|')|\best-ce\b")
_STATEMENT = re.compile(rf"^(?:{_PRONOUN} |c'|ca |(?:votre|vos|le|la|les|l')\b.* vous )")
_ENGLISH = re.compile(r"^(?:do|does|did|are|is|were|was|have|has|had|can|could|would|will|should)\b")


def is_closed(question: str) -> bool:
    """Could one answer by "oui" or "non" and have said it all? In doubt, no.

    Of several sentences, one that asks for more is enough.
    """
    text = _plain(question)
    if _YES_NO.search(text):
        return True
    sentences = [part.strip(" -,;:") for part in re.findall(r"[^.?!\n]+[?]?", text)]
    sentences = [part for part in sentences if part.strip("? ")]
    questions = [part for part in sentences if part.endswith("?")] or sentences[-1:]
    if any(_asks_for_more(part) for part in sentences):
        return False
    return bool(questions) and all(_closed(part) for part in questions)


def _asks_for_more(sentence: str) -> bool:
    return bool(_REQUEST.search(sentence) or _DETOUR.search(sentence))


def _closed(sentence: str) -> bool:
    body = sentence.rstrip("? ")
    if _HEAD.search(body) or _ENGLISH.search(body):
        return not _HEAD.search(body)
    turn = _IS_IT.search(body) or _INVERTED.search(body)
    if turn:
        # "Vous êtes-vous demandé pourquoi", "Travaillez-vous comment": the word after it may ask as well.
        return not _ASKS.search(body[: turn.start()]) and not re.search(rf"\b{_QUESTION_WORD}$", body)
    return sentence.endswith("?") and bool(_STATEMENT.search(body)) and not _ASKS.search(body)


def _plain(text: str) -> str:
    # Without its accent, "où" would be "ou".
    marked = re.sub(r"(?<!\w)où(?!\w)", "question_ou", text.replace("’", "'").lower())
    folded = unidecode(marked)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", re.sub(r"[\"<>*()]", " ", folded))).strip()
