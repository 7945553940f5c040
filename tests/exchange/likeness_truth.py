"""Invented offices whose truth is known: which of their entries are one household, written as people really write.

Names come as often as real ones do: a few given names and surnames are borne by many, most by few. Families share
numbers and doors, brothers and sisters live at one address, a father's name is his son's, shelters lend out one number
and one address, and in every zone there are several María Garcías. An entry made again has its name misspelt, its
surnames swapped or left out or a married name, a nickname, another number, another zone, another count of people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from mutualaid.exchange.same_person import Person

WOMEN = """María Guadalupe Juana Margarita Rosa Ana Josefina Elizabeth Francisca Teresa Leticia Verónica Patricia
Isabel Antonia Carmen Silvia Gloria Alejandra Gabriela Catarina Sandra Yolanda Marta Rosario Claudia Lucía Dolores
Concepción Irma Micaela Araceli Norma Petrona Luz Adriana Blanca Dominga Graciela Esperanza Candelaria Elena Reina
Mercedes Socorro Beatriz Esther Virginia Lourdes Ofelia Consuelo Eulalia Angélica Cecilia Hortensia Refugio Magdalena
Rigoberta Sebastiana Griselda Ximena Tomasa Manuela Ingrid Marisol Zoila Nicolasa Brenda Wendy Karla Yesenia Fidelina
Florinda Apolonia Telma Marlene Odilia Thelma Hermelinda Emiliana Vilma Jacinta Maribel Xiomara Aurelia""".split()
MEN = """José Juan Luis Carlos Francisco Antonio Jesús Miguel Pedro Manuel Jorge Alejandro Roberto Fernando Daniel
Javier Ricardo Rafael Eduardo Mateo Pascual Domingo Mario Víctor Sergio Arturo Raúl Diego Andrés Tomás Enrique Óscar
Ramón Alfredo Guadalupe Salvador Gabriel Santiago Sebastián Gerardo Julio Alberto Pablo Ernesto Guillermo Ignacio Felipe
Agustín Marcos Gaspar Efraín Lorenzo Refugio Rubén Hugo Gregorio Vicente Ismael Nicolás Marino Santos Wilmer Elmer
Humberto Rigoberto Byron Baltazar Edgar Feliciano Abelardo Eliseo Rodolfo Moisés Isaías Noé Lázaro Selvin Hilario
Esteban Anselmo Ulises Celestino Leonel Fidel""".split()
SURNAMES = """Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vázquez
Reyes Jiménez Torres Díaz Gutiérrez Ruiz Mendoza Aguilar Ortiz Moreno Castillo Romero Álvarez Méndez Chávez Rivera
Juárez Ramos Domínguez Herrera Medina Castro Vargas Guzmán Velásquez Rojas Contreras Salazar Luna Ortega Guerrero
Estrada Bautista Soto Cortés Alvarado Sandoval Lara Ríos Delgado Figueroa Marroquín Barrios Escobar Cifuentes Maldonado
Fernández Espinoza Muñoz Peña Campos Vega León Cabrera Fuentes Solís Acosta Ibarra Zamora Cárdenas Orozco Valdez Navarro
Villanueva Carrillo Rosales Lozano Miranda Cervantes Zúñiga Galván Ayala Pacheco Quintero Nájera Ordóñez Monterroso
Godínez Recinos Calderón Monzón Paz Ventura Zapeta Villatoro Arreaga Mazariegos Samayoa Castañeda Arriaga Huerta
Bravo Trejo Ochoa Beltrán Montes Cisneros Becerra Trujillo Avendaño Zetina Illescas Yáñez Vallejo Olivares""".split()
MAYAN = """Tzoc Xol Ixcoy Tum Quej Caal Choc Tzul Cux Ajanel Batz Coc Chub Chiquín Sic Tzunún Ixchop Xicay Yat Sajché
Pop Cuc Quixtán Toj Tipaz Us Sacul Chávez Calel Ixtabalán Tzep Coj Canil Quiej Cuyuch Ajpop Saquic Tojín Chitic Tecún
Batzibal Xiloj Huinac Tzaj""".split()
QANJOBAL = (
    "Mateo Pascual Domingo Francisco Juan Pedro Andrés Sebastián Tomás Diego Miguel Gaspar Marcos Nicolás".split()
)

_NICKNAMES = {
    "Guadalupe": "Lupe Lupita", "José": "Pepe Chepe", "Rosario": "Chayo", "María": "Mary Mari",
    "Francisco": "Paco Pancho", "Francisca": "Pancha Paca", "Jesús": "Chuy Chucho", "Ignacio": "Nacho",
    "Guillermo": "Memo", "Eduardo": "Lalo", "Enrique": "Quique Kike", "Roberto": "Beto", "Alberto": "Beto",
    "Antonio": "Toño", "Dolores": "Lola", "Graciela": "Chela", "Consuelo": "Chelo", "Concepción": "Concha",
    "Teresa": "Tere", "Isabel": "Chabela Isa", "Josefina": "Fina Chepina", "Luis": "Lucho Wicho", "Salvador": "Chava",
    "Mercedes": "Meche", "Socorro": "Coco", "Vicente": "Chente", "Miguel": "Mike", "Manuel": "Manolo Meme",
    "Refugio": "Cuca Cuco", "Juan": "Juancho John", "Rafael": "Rafa", "Gregorio": "Goyo", "Hortensia": "Tencha",
    "Leticia": "Lety", "Patricia": "Paty", "Elizabeth": "Liz Ely", "Gabriela": "Gaby", "Carlos": "Charly",
    "Alejandra": "Ale", "Alejandro": "Alex", "Micaela": "Mica", "Sebastián": "Sebas Chano", "Pedro": "Perico",
    "Ernesto": "Neto", "Lorenzo": "Lencho", "Feliciano": "Chano", "Magdalena": "Magda", "Beatriz": "Bety",
    "Verónica": "Vero", "Margarita": "Mago", "Jorge": "Coque George", "Ricardo": "Richard", "Daniel": "Dani",
    "Domingo": "Mingo", "Nicolás": "Colás", "Agustín": "Tin",
}  # fmt: skip
_BY_EAR = (
    ("X", "Sh"), ("Tz", "Ts"), ("Tz", "Tz'"), ("Qu", "K"), ("C", "K"), ("Z", "S"), ("z", "s"), ("V", "B"), ("v", "b"),
    ("H", ""), ("ll", "y"), ("x", "sh"), ("tz", "ts"), ("qu", "k"), ("c", "k'"), ("cs", "x"), ("J", "G"), ("y", "i"),
    ("ó", "ò"), ("ñ", "n"), ("ss", "s"), ("n", "nn"), ("Hu", "W"), ("Ch", "Ch'"), ("C", "Q'"),
)  # fmt: skip
_ABBREVIATED = {"María": "Ma.", "Francisco": "Fco.", "Guadalupe": "Gpe.", "Hernández": "Hdz",
                "González": "Glez",
                "Martínez": "Mtz", "Rodríguez": "Rdz", "Sánchez": "Schz", "Gutiérrez": "Gtz"}  # fmt: skip
_STREETS = """26th St|Cermak Rd|47th St|63rd St|18th St|Fullerton Ave|Lawrence Ave|Devon Ave|Irving Park Rd|
Diversey Ave|North Ave|Armitage Ave|Belmont Ave|35th St|Pershing Rd|Archer Ave|55th St|Montrose Ave|Touhy Ave|
Roosevelt Rd"""
_LONG_STREET = {"St": "Street", "Ave": "Avenue", "Rd": "Road", "W": "West", "S": "South", "N": "North"}
ZONES = tuple(
    f"chi-{number}" for number in (30, 31, 61, 58, 63, 19, 20, 23, 22, 66, 57, 65, 62, 16, 14, 3, 1, 52, 70, 49)
)
_MORE_ZONES = tuple(f"chi-{number}" for number in range(1, 78) if f"chi-{number}" not in ZONES)


@dataclass(frozen=True)
class Household:
    """One household as it is: given names, surnames, numbers, home."""

    given: tuple[str, ...]
    surnames: tuple[str, ...]
    woman: bool
    phones: tuple[str, ...]
    address: str
    zone: str
    size: int
    told_apart: bool = False
    """Whether a sister or brother has the same first name too, so that nobody goes by it alone."""


@dataclass
class Office:
    """Entries, and of each the number of the household that it is about."""

    people: list[Person] = field(default_factory=list)
    whose: list[int] = field(default_factory=list)

    def pairs(self) -> set[tuple[int, int]]:
        """The pairs of entries that are about one household, the earlier first."""
        of: dict[int, list[int]] = {}
        for index, household in enumerate(self.whose):
            of.setdefault(household, []).append(index)
        return {pair for same in of.values() for pair in combinations(same, 2)}


class Drawing:
    """Draws from one seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self._zone_weights = [1 / (rank + 2) for rank in range(len(ZONES))] + [0.01] * len(_MORE_ZONES)

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def often(self, names: Sequence[str], *, flat: float = 6) -> str:
        """One of them, the first the likeliest."""
        return self.draw.choices(names, [1 / (rank + flat) for rank in range(len(names))])[0]

    def phone(self) -> str:
        area = self.draw.choice(("312", "773", "872", "708", "630"))
        return f"+1{area}{self.draw.randrange(200, 999)}{self.draw.randrange(10_000):04d}"

    def zone(self) -> str:
        return self.draw.choices(ZONES + _MORE_ZONES, self._zone_weights)[0]

    def address(self) -> str:
        street = self.draw.choice([name.strip() for name in _STREETS.split("|")])
        flat = f" Apt {self.draw.choice(('1', '2', '3', '1F', '2R', 'B'))}" if self.chance(0.4) else ""
        return f"{self.draw.randrange(100, 9000)} {self.draw.choice('WSN')} {street}{flat}"

    def size(self) -> int:
        return self.draw.choices(range(1, 10), (9, 15, 19, 21, 16, 10, 6, 3, 1))[0]

    def given(self, *, woman: bool) -> tuple[str, ...]:
        names = WOMEN if woman else MEN
        first = self.often(names, flat=9)
        second = self.often(names, flat=9)
        return (first, second) if second != first and self.chance(0.45) else (first,)

    def surname(self) -> str:
        kind = self.draw.random()
        if kind < 0.1:
            return self.often(MAYAN)
        return self.often(QANJOBAL) if kind < 0.15 else self.often(SURNAMES)

    def household(self) -> Household:
        woman = self.chance(0.65)
        phones = () if self.chance(0.05) else tuple(self.phone() for _ in range(1 + self.chance(0.15)))
        surnames = (self.surname(), self.surname())
        return Household(self.given(woman=woman), surnames, woman, phones, self.address(), self.zone(), self.size())

    def relative(self, of: Household) -> Household:
        """A household of the same family: brother, sister, parent or child, perhaps with the same number or door."""
        woman = self.chance(0.6)
        sibling, same = self.chance(0.6), of.woman == woman and self.chance(0.06)
        given = of.given[:1] if same and not sibling else self.given(woman=woman)
        while sibling and set(given) & set(of.given):
            given = self.given(woman=woman)
        if same and sibling:
            given = (of.given[0], given[0])
        surnames = of.surnames if sibling else (of.surnames[0], self.surname())
        home = self.draw.random()
        address = of.address if home < 0.3 else self.address()
        zone = of.zone if home < 0.7 else self.zone()
        phones = of.phones[:1] if self.chance(0.2) else (self.phone(),)
        return Household(given, surnames, woman, phones, address, zone, self.size(), told_apart=same and sibling)

    def entry(self, home: Household, *, again: bool) -> Person:
        """How the household is written down once; `again` when time has gone by since the first."""
        if again and self.chance(0.08):
            home = replace(home, zone=self.zone(), address=self.address())
        phones = list(home.phones)
        if again and self.chance(0.1):
            phones = [self.phone()]
        elif self.chance(0.07):
            phones = []
        elif len(phones) > 1 and self.chance(0.6):
            phones = [self.draw.choice(phones)]
        size = max(1, home.size + self.draw.choice((-1, 1))) if again and self.chance(0.15) else home.size
        address = self.written_address(home.address) if self.chance(0.6) else ""
        return Person(self.written(home), frozenset(phones), address, home.zone, size)

    def written_address(self, address: str) -> str:
        words = [_LONG_STREET.get(word, word) if self.chance(0.25) else word for word in address.split()]
        if "Apt" in words and self.chance(0.3):
            words = words[: words.index("Apt")]
        text = " ".join(words)
        how = self.draw.random()
        text = text.replace("Apt ", "#") if how < 0.2 else text
        return text.lower() if how > 0.8 else f"{text}, Chicago IL" if how > 0.7 else text

    def written(self, home: Household) -> str:
        """The name as somebody writes it."""
        if self.chance(0.01):
            return ""
        given = list(home.given)
        if len(given) > 1 and self.chance(0.35):
            given = given[1:] if home.told_apart or self.chance(0.15) else given[:1]
        surnames = list(home.surnames)
        how = self.draw.random()
        if how < 0.3:
            surnames = surnames[:1]
        elif how < 0.32:
            surnames = surnames[1:]
        elif how < 0.35:
            surnames.reverse()
        elif how < 0.38 and home.woman:
            surnames = [surnames[0], "de", self.surname()]
        if self.chance(0.06):
            given[0] = self.draw.choice(_NICKNAMES[given[0]].split()) if given[0] in _NICKNAMES else given[0]
        if self.chance(0.01):
            surnames = []
        given, surnames = [list(map(self.slipped, words)) for words in (given, surnames)]
        if self.chance(0.06) and surnames:
            return f"{' '.join(surnames)}, {' '.join(given)}"
        return self.cased(" ".join([*given, *surnames]))

    def slipped(self, word: str) -> str:
        """A word as it is heard, cut or mistyped, now and then."""
        if self.chance(0.06):
            heard = [(a, b) for a, b in _BY_EAR if a in word]
            if heard:
                return word.replace(*self.draw.choice(heard), 1) or word
        if self.chance(0.02):
            return _ABBREVIATED.get(word, word)
        if self.chance(0.012) and len(word) > 3:
            at = self.draw.randrange(1, len(word) - 1)
            kind = self.draw.randrange(3)
            if kind == 0:
                return word[:at] + word[at + 1 :]
            if kind == 1:
                return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            return word[:at] + self.draw.choice("aeiourstln") + word[at + 1 :]
        return f"{word[0]}." if self.chance(0.004) else word

    def cased(self, name: str) -> str:
        how = self.draw.random()
        if how < 0.35:
            name = name.translate(str.maketrans("áéíóúüñÁÉÍÓÚ", "aeiouunAEIOU"))
        how = self.draw.random()
        return name.upper() if how < 0.12 else name.lower() if how < 0.22 else name


def invented(households: int, *, seed: int) -> Office:
    """An office with so many households, an eighth of which were written down two or three times."""
    drawing, homes = Drawing(seed), []
    shelters = [(drawing.phone(), drawing.address(), drawing.zone()) for _ in range(max(1, households // 1500))]
    while len(homes) < households:
        home = drawing.household()
        if homes and drawing.chance(0.12):
            home = drawing.relative(drawing.draw.choice(homes[-200:]))
        elif drawing.chance(0.02):
            phone, address, zone = drawing.draw.choice(shelters)
            home = replace(home, address=address, zone=zone, phones=(phone,) if drawing.chance(0.5) else home.phones)
        elif homes and drawing.chance(0.04):
            near = drawing.draw.choice(homes[-500:])
            home = replace(home, address=near.address.split(" Apt")[0], zone=near.zone)
        homes.append(home)
    entries = list(_entries(drawing, homes))
    drawing.draw.shuffle(entries)
    return Office([person for person, _ in entries], [home for _, home in entries])


def _entries(drawing: Drawing, homes: list[Household]) -> Iterator[tuple[Person, int]]:
    for number, home in enumerate(homes):
        yield drawing.entry(home, again=False), number
        if drawing.chance(0.125):
            for _ in range(1 + drawing.chance(0.2)):
                yield drawing.entry(home, again=True), number
