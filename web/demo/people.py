"""Demo people in SQL: the invented profiles of indexer.generate with an invented name each, the same for the same seed.

Mail addresses lie in domains that can never exist (.example, RFC 2606), telephone numbers in the range that the
regulator keeps for fiction (06 39 98 00 00 to 06 39 98 99 99).
"""

import random
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import insert, select
from sqlmodel import col
from unidecode import unidecode

from indexer.generate import lines
from web.candidates.tables import Candidate
from web.db import Database, Session

_FICTION_NUMBERS = 10_000
_DOMAINS = ("courriel.example", "boite.example", "messagerie.example", "mail.example")
_DOMAIN_SHARES = (45, 30, 15, 10)

_FIRST_NAMES = """
    Adèle Adrien Agnès Aïcha Alain Alexandre Alice Alix Amandine Amina Anaïs André Anne Antoine Arnaud Arthur Audrey
    Aurélie Awa Aya Baptiste Bastien Béatrice Benoît Bernard Bérénice Brahim Brigitte Camille Carine Caroline Cécile
    Cédric Céline Chantal Charles Charlotte Chloé Christelle Christian Christophe Claire Clément Coralie Corinne Cyril
    Damien Daniel David Delphine Denis Diane Didier Djibril Dominique Dylan Élise Élodie Éloïse Émilie Emma Enzo Éric
    Estelle Étienne Éva Fabien Fabrice Fanny Farid Fatima Fatou Florence Florian Franck François Françoise Frédéric
    Gabriel Gaëlle Gaëtan Geneviève Gérard Gilles Grégory Guillaume Gwenaëlle Hakim Hamza Hélène Henri Hervé Hugo
    Ibrahim Inès Isabelle Jacques Jade Jean Jeanne Jérémy Jérôme Joël Johanna Jonathan Joséphine Judith Jules Julie
    Julien Juliette Justine Karim Karine Kevin Khadija Laëtitia Laura Laurence Laurent Léa Leïla Léo Linda Loïc Louis
    Louise Lucas Lucie Ludovic Lydie Maëlle Magali Malik Manon Marc Margaux Marie Marine Marion Marius Martine Mathieu
    Mathilde Maud Maxime Mehdi Mélanie Michel Michèle Mohamed Monique Moussa Myriam Nadia Nathalie Nicolas Nicole Noé
    Noémie Nora Olivier Ousmane Pascal Patricia Patrick Paul Pauline Philippe Pierre Quentin Rachid Raphaël Raphaëlle
    Rayan Rémi Renaud Richard Robin Romain Romane Sabine Sabrina Salomé Samir Samuel Sandrine Sarah Sébastien Serge
    Séverine Simon Sofia Solène Sonia Sophie Stéphane Stéphanie Suzanne Sylvain Sylvie Tanguy Théo Thérèse Thibault
    Thierry Thomas Tiphaine Tristan Valentin Valérie Vanessa Vincent Virginie Viviane Xavier Yann Yannick Yasmine Yohan
    Youssef Yves Yvette Zoé
""".split()  # noqa: SIM905 (two hundred quoted names read worse)
_LAST_NAMES = """
    Abadie Adam Allard Amar Ancel Arnaud Aubert Aubry Auger Bailly Barbier Baron Barre Barthélémy Bauer Belkacem
    Benali Benoit Bernard Berger Bertin Bertrand Besnard Besson Blanc Blanchard Blin Bodin Bonnet Boucher Boulanger
    Bourgeois Bouvier Boyer Breton Brun Brunet Camara Carlier Caron Carpentier Carré Chauvin Chevalier Chevallier
    Cissé Clément Colas Colin Collet Cordier Coulibaly Cousin Da Silva Daniel David Delacroix Delaunay Delmas Deschamps
    Descamps Devaux Diallo Diarra Didier Diop Dubois Duclos Dufour Dumas Dumont Dupont Dupuis Dupuy Durand Duval Étienne
    Evrard Fabre Faure Fernandes Ferrand Ferreira Fischer Fleury Fontaine Fournier Gaillard Garcia Garnier Gauthier
    Gautier Gérard Germain Gilbert Gillet Girard Giraud Gomez Grondin Guérin Guillaume Guillot Guyot Haddad Hamel Hamon
    Hardy Henry Hernandez Hervé Hoarau Hubert Huet Humbert Jacob Jacquet Jean Joly Julien Keller Klein Konaté Lacroix
    Lambert Langlois Laporte Laurent Leblanc Lebrun Leclerc Lecomte Lefebvre Lefèvre Léger Legrand Lejeune Lemaire
    Lemoine Leroux Leroy Lévêque Lopez Louis Maillard Mallet Marchal Marchand Maréchal Marie Martin Martinez Marty
    Masson Mathieu Mendy Mercier Meunier Meyer Michel Millet Monnier Moreau Morel Morin Morvan Moulin Muller Navarro
    Ndiaye Nguyen Nicolas Noël Olivier Ollivier Paris Parent Pasquier Payet Pelletier Perez Perret Perrier Perrin Perrot
    Petit Philippe Picard Pichon Pierre Poirier Pons Poulain Prévost Rémy Renard Renaud Renault Rey Reynaud Richard
    Rivière Robert Robin Roche Rodriguez Roger Rolland Rousseau Roussel Roux Roy Royer Salmon Sanchez Schmitt Simon Sow
    Tanguy Tessier Thomas Touré Traoré Tran Vallée Vasseur Vidal Vincent Vinet Wagner Weber Zimmermann
""".replace("Da Silva", "Da_Silva").split()


def fill(database: Database, count: int, now: datetime, seed: int = 1) -> int:
    """Write `count` demo people unless there is a candidate already; returns how many were written.

    No message goes to the index: it is filled from SQL afterwards.
    """
    with database.reading() as session:
        if session.execute(select(col(Candidate.id)).limit(1)).first():
            return 0
    written = 0
    for block in lines(count, seed):
        with database.writing() as session:
            written += _write(session, block, written, now, seed)
    return written


def name(rng: random.Random) -> tuple[str, str]:
    """An invented first and last name."""
    return rng.choice(_FIRST_NAMES), rng.choice(_LAST_NAMES).replace("_", " ")


def _write(session: Session, block: bytes, first: int, now: datetime, seed: int) -> int:
    rng = random.Random(f"{seed}:{first}")  # noqa: S311 (invented people, not secrets)
    rows = [_row(rng, orjson.loads(line), number, now) for number, line in enumerate(block.splitlines(), first + 1)]
    session.connection().execute(insert(Candidate), rows)
    return len(rows)


def _row(rng: random.Random, profile: dict[str, Any], number: int, now: datetime) -> dict[str, Any]:
    first, last = name(rng)
    standing = profile.pop("standing")
    return {
        "ref": profile.pop("id"),
        "email": f"{_plain(first)}.{_plain(last)}.{number}@{rng.choices(_DOMAINS, _DOMAIN_SHARES)[0]}",
        "first_name": first,
        "last_name": last,
        "phone": _phone(rng.randrange(_FICTION_NUMBERS)),
        "profile": profile,
        "consented_at": now if standing["consenting"] else None,
        "paused_at": now if standing["paused"] else None,
        "unsubscribed_at": None if standing["active"] else now,
        "revision": 1,
        "created_at": now,
        "updated_at": now,
    }


def people(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Invented profiles as `service.create` takes them, without their standing."""
    for block in lines(count, seed):
        for line in block.splitlines():
            profile = orjson.loads(line)
            yield {name: value for name, value in profile.items() if name not in {"id", "standing"}}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", unidecode(name).lower())


def _phone(number: int) -> str:
    digits = f"{number:04d}"
    return f"06 39 98 {digits[:2]} {digits[2:]}"
