"""The catalogue that a new office starts with: common items, their units, weights and box quantities.

An office edits its own catalogue afterwards; these rows are where it starts, and what an import recognises item names
by. `box` is the box builder's table: units for a household of 1, 2, 3, ... people, the last entry for any larger one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mutualaid.records.folding import Names, fold

_EIGHTHS = tuple(range(1, 9))


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of count in both languages; `aliases` are abbreviations and other words for it."""

    code: str
    en: str
    es: str
    en_plural: str
    es_plural: str
    aliases: tuple[str, ...] = field(default=(), repr=False)

    def name(self, language: str, count: int = 1) -> str:
        """The word for `count` of it in "es", else in English."""
        if language == "es":
            return self.es if count == 1 else self.es_plural
        return self.en if count == 1 else self.en_plural


@dataclass(frozen=True, slots=True)
class Item:
    """A kind of thing handed out. `default`: a need that names only the category gets it. `diet`: what it always is."""

    code: str
    en: str
    es: str
    category: str
    unit: str
    unit_kg: float
    box: tuple[int, ...] = (1,)
    default: bool = False
    diet: tuple[str, ...] = ()
    aliases: tuple[str, ...] = field(default=(), repr=False)

    def name(self, language: str) -> str:
        """The item's name in "es", else in English."""
        return self.es if language == "es" else self.en


UNITS: dict[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit("each", "unit", "unidad", "units", "unidades",
             ("each", "ea", "item", "items", "piece", "pieces", "pcs", "pc", "count", "ct", "pieza", "piezas", "pza",
              "cada uno", "u", "uno")),
        Unit("box", "box", "caja", "boxes", "cajas", ("bx", "bxs", "case", "cases", "carton", "cartons", "cartón")),
        Unit("bag", "bag", "bolsa", "bags", "bolsas", ("sack", "sacks", "costal", "costales", "saco", "sacos")),
        Unit("pack", "pack", "paquete", "packs", "paquetes",
             ("package", "packages", "packet", "packets", "pk", "pkg", "pkgs", "paq")),
        Unit("can", "can", "lata", "cans", "latas", ("tin", "tins", "bote", "botes")),
        Unit("jar", "jar", "frasco", "jars", "frascos", ("tarro", "tarros")),
        Unit("bottle", "bottle", "botella", "bottles", "botellas", ("btl",)),
        Unit("gallon", "gallon", "galón", "gallons", "galones", ("gal", "gals")),
        Unit("kit", "kit", "kit", "kits", "kits", ("set", "sets", "juego", "juegos")),
        Unit("pair", "pair", "par", "pairs", "pares", ("pr",)),
        Unit("meal", "meal", "comida", "meals", "comidas", ("plate", "plates", "plato", "platos")),
        Unit("kg", "kilogram", "kilo", "kilograms", "kilos", ("kg", "kgs", "kilogramo", "kilogramos", "kilo")),
        Unit("lb", "pound", "libra", "pounds", "libras", ("lb", "lbs")),
        Unit("usd", "dollar", "dólar", "dollars", "dólares", ("usd", "us$", "$", "dlls", "dlrs")),
    )
}  # fmt: skip
"""Units by code."""

_ITEMS = (
    Item("produce_box", "Produce box", "Caja de frutas y verduras", "food", "box", 9.0, (1, 1, 1, 1, 2, 2, 2, 3),
         True, ("vegetarian", "vegan", "halal", "kosher", "no_pork", "no_beef", "lactose_free", "dairy_free",
                "gluten_free", "egg_free", "soy_free", "shellfish_free", "nut_free"),
         ("produce", "produce boxes", "veggie box", "vegetable box", "fruit and vegetables", "fresh produce",
          "food box", "caja de verduras", "frutas y verduras", "verduras", "caja de comida")),
    Item("pantry_box", "Pantry box", "Caja de despensa", "food", "box", 12.0, (1, 1, 1, 1, 2, 2, 2, 3),
         aliases=("dry goods box", "pantry staples", "staples box", "grocery box", "groceries", "despensa",
                  "caja de abarrotes", "abarrotes", "canasta básica")),
    Item("rice_beans_5kg", "Rice and beans 5 kg", "Arroz y frijol 5 kg", "food", "bag", 5.0, (1, 1, 1, 2, 2, 2, 3, 3),
         diet=("vegetarian", "vegan", "halal", "no_pork", "no_beef", "lactose_free", "dairy_free", "egg_free",
               "soy_free", "shellfish_free", "nut_free"),
         aliases=("rice and beans", "rice beans", "beans and rice", "rice & beans", "arroz y frijoles",
                  "arroz con frijoles", "arroz y frijoles 5 kg", "arroz y frijol")),
    Item("masa_10lb", "Corn flour 10 lb", "Harina de maíz 10 lb", "food", "bag", 4.5, (1, 1, 1, 1, 2, 2),
         diet=("vegetarian", "vegan", "halal", "no_pork", "no_beef", "lactose_free", "dairy_free"),
         aliases=("corn flour", "masa", "masa harina", "maseca", "harina de maíz")),
    Item("milk_gallon", "Whole milk, gallon", "Leche entera, galón", "food", "gallon", 3.9, (1, 1, 1, 2, 2, 2, 3, 3),
         diet=("vegetarian", "no_pork", "no_beef"),
         aliases=("whole milk", "milk", "gallon of milk", "leche", "leche entera", "galón de leche")),
    Item("milk_lactose_free", "Lactose-free milk", "Leche deslactosada", "food", "gallon", 3.9, (1, 1, 1, 2, 2, 2),
         diet=("vegetarian", "no_pork", "no_beef", "lactose_free"), aliases=("lactaid", "leche sin lactosa")),
    Item("eggs_dozen", "Eggs, dozen", "Huevos, docena", "food", "pack", 0.7, (1, 1, 1, 2, 2, 2, 3, 3),
         diet=("vegetarian", "no_pork", "no_beef", "lactose_free", "dairy_free", "gluten_free"),
         aliases=("eggs", "dozen eggs", "huevo", "huevos", "docena de huevos", "blanquillos")),
    Item("bread", "Bread", "Pan", "food", "bag", 0.7, (1, 1, 2, 2, 2, 3),
         aliases=("loaf of bread", "bread loaf", "pan de caja")),
    Item("tortillas", "Tortillas", "Tortillas", "food", "pack", 0.9, (1, 1, 2, 2, 3, 3, 4, 4),
         aliases=("tortilla", "corn tortillas", "tortillas de maíz")),
    Item("canned_food", "Canned food", "Comida enlatada", "food", "can", 0.5, (4, 6, 8, 10, 12, 14, 16, 18),
         aliases=("cans", "canned goods", "canned vegetables", "canned beans", "latas", "enlatados")),
    Item("hot_meal", "Hot meal", "Comida caliente", "food", "meal", 0.6, _EIGHTHS,
         aliases=("hot meals", "prepared meal", "meals", "comidas", "comida preparada", "platillo")),
    Item("diapers_4", "Diapers, size 4", "Pañales, talla 4", "baby", "pack", 2.5, (1,), True,
         aliases=("diapers size 4", "diapers 4", "size 4 diapers", "diapers", "pañales", "pañales talla 4",
                  "pañales etapa 4", "pañales 4")),
    *(
        Item(f"diapers_{size}", f"Diapers, size {size}", f"Pañales, talla {size}", "baby", "pack", 2.5, (1,),
             aliases=(f"diapers size {size}", f"diapers {size}", f"size {size} diapers", f"pañales talla {size}",
                      f"pañales etapa {size}", f"pañales {size}"))
        for size in (1, 2, 3, 5, 6)
    ),
    Item("pull_ups", "Training pants", "Calzoncitos entrenadores", "baby", "pack", 2.0, (1,),
         aliases=("pull ups", "pull-ups", "pullups", "entrenadores")),
    Item("infant_formula", "Infant formula", "Fórmula para bebé", "baby", "can", 0.9, (2,),
         aliases=("formula", "baby formula", "fórmula", "fórmula infantil", "leche de fórmula", "similac", "enfamil")),
    Item("formula_lactose_free", "Lactose-free infant formula", "Fórmula para bebé sin lactosa", "baby", "can", 0.9,
         (2,), diet=("lactose_free",),
         aliases=("lactose free formula", "soy formula", "fórmula sin lactosa", "fórmula deslactosada")),
    Item("wipes", "Baby wipes", "Toallitas húmedas", "baby", "pack", 0.5, (2,), aliases=("wipes", "toallitas")),
    Item("baby_food", "Baby food", "Papilla para bebé", "baby", "jar", 0.15, (12,), aliases=("papilla", "papillas")),
    Item("coat_adult_m", "Winter coat, adult M", "Abrigo de invierno, adulto M", "clothing", "each", 1.5, _EIGHTHS,
         True,
         aliases=("winter coat", "winter coats", "winter coat adult medium", "adult coat", "coat", "coats", "abrigo",
                  "abrigos", "chamarra", "chamarras", "abrigo adulto mediano", "chamarra adulto m")),
    *(
        Item(f"coat_adult_{size.lower()}", f"Winter coat, adult {size}", f"Abrigo de invierno, adulto {size}",
             "clothing", "each", 1.5, _EIGHTHS,
             aliases=(f"winter coat adult {word}", f"adult coat {size}", f"chamarra adulto {size}",
                      f"abrigo adulto {palabra}"))
        for size, word, palabra in (
            ("S", "small", "chico"), ("L", "large", "grande"), ("XL", "extra large", "extra grande")
        )
    ),
    Item("coat_child", "Winter coat, child", "Abrigo de invierno, niña o niño", "clothing", "each", 0.9,
         (1, 1, 1, 2, 3),
         aliases=("child coat", "kids coat", "kids winter coat", "children's coat", "abrigo de niño", "abrigo de niña",
                  "chamarra de niño", "chamarra de niña")),
    Item("boots", "Winter boots", "Botas de invierno", "clothing", "pair", 1.4, _EIGHTHS,
         aliases=("boots", "snow boots", "botas")),
    Item("hat_gloves", "Hat, gloves and scarf", "Gorro, guantes y bufanda", "clothing", "kit", 0.3, _EIGHTHS,
         aliases=("hat and gloves", "hats and gloves", "gloves", "hats", "gorros", "guantes", "gorro y guantes")),
    Item("clothes_bag", "Bag of clothes", "Bolsa de ropa", "clothing", "bag", 4.0, (1, 1, 2, 2, 3),
         aliases=("clothes", "clothing", "ropa", "bag of clothing")),
    Item("hygiene_kit", "Hygiene kit", "Kit de higiene", "hygiene", "kit", 1.0, (1, 1, 2, 2, 3, 3, 4, 4), True,
         aliases=("hygiene kits", "hygiene", "toiletries", "toiletry kit", "kits de higiene", "artículos de higiene")),
    Item("pads", "Menstrual pads", "Toallas femeninas", "hygiene", "pack", 0.3, (1, 1, 2, 2),
         aliases=("pads", "sanitary pads", "menstrual products", "toallas sanitarias", "toallas")),
    Item("soap_detergent", "Laundry detergent", "Detergente para ropa", "hygiene", "bottle", 2.5, (1, 1, 1, 1, 2),
         aliases=("detergent", "laundry soap", "jabón para ropa", "detergente")),
    Item("toilet_paper", "Toilet paper", "Papel higiénico", "hygiene", "pack", 1.2, (1, 1, 1, 1, 2, 2),
         aliases=("tp", "papel de baño", "papel sanitario")),
    Item("backpack", "Backpack with supplies", "Mochila con útiles", "school", "each", 2.0, (1, 1, 1, 2, 3, 4), True,
         aliases=("backpack", "backpacks", "school backpack", "school supplies", "backpack with school supplies",
                  "mochila", "mochilas", "mochila con útiles escolares", "útiles escolares", "útiles")),
    Item("school_uniform", "School uniform", "Uniforme escolar", "school", "each", 0.8, (1, 1, 1, 2, 3),
         aliases=("uniform", "uniforms", "uniforme", "uniformes")),
    Item("blanket", "Blanket", "Cobija", "household_goods", "each", 1.2, _EIGHTHS, True,
         aliases=("blankets", "cobijas", "frazada", "frazadas", "manta", "mantas")),
    Item("kitchen_kit", "Kitchen starter kit", "Juego de cocina", "household_goods", "kit", 6.0,
         aliases=("kitchen kit", "pots and pans", "trastes", "ollas y sartenes")),
    Item("bed_sheets", "Bed sheets", "Juego de sábanas", "household_goods", "kit", 1.2, (1, 1, 2, 2, 3),
         aliases=("sheets", "bedding", "sábanas", "ropa de cama")),
    Item("air_mattress", "Air mattress", "Colchón inflable", "household_goods", "each", 4.0, (1, 1, 2, 2, 3),
         aliases=("mattress", "colchón", "colchones", "air bed")),
    Item("heater", "Space heater", "Calentador eléctrico", "household_goods", "each", 3.0,
         aliases=("heater", "calentador", "calefactor")),
    Item("first_aid_kit", "First-aid kit", "Botiquín", "medical_supplies", "kit", 0.8, (1,), True,
         aliases=("first aid", "botiquín de primeros auxilios")),
    Item("otc_medicine", "Over-the-counter medicine", "Medicinas sin receta", "medical_supplies", "pack", 0.2,
         aliases=("medicine", "cold medicine", "medicinas", "fever medicine")),
    Item("masks", "Face masks", "Cubrebocas", "medical_supplies", "box", 0.3, aliases=("masks", "n95", "mascarillas")),
    Item("gift_card_groceries", "Groceries gift card", "Tarjeta de regalo para comida", "cash", "usd", 0.0,
         (25, 25, 50, 50, 50, 75, 75, 100), True,
         aliases=("grocery gift card", "gift card", "gift cards", "grocery card", "groceries gift cards",
                  "tarjeta de regalo", "tarjetas de regalo", "tarjeta de comida", "tarjeta para el mandado")),
    Item("cash_aid", "Small cash help", "Ayuda en efectivo", "cash", "usd", 0.0, (100, 150, 200, 200, 250, 250, 300),
         aliases=("cash", "cash help", "rent help", "rent", "efectivo", "ayuda para la renta", "utilities help")),
    Item("transit_card", "Transit card", "Tarjeta de transporte", "cash", "usd", 0.0, (20, 20, 40, 40),
         aliases=("bus pass", "ventra", "ventra card", "cta card", "transit pass", "pase de autobús", "bus card")),
)  # fmt: skip

DEFAULT_ITEMS: dict[str, Item] = {item.code: item for item in _ITEMS}
"""The starting catalogue by code."""

_ITEM_NAMES = Names({item.code: (item.code, item.en, item.es, *item.aliases) for item in _ITEMS})
_UNIT_NAMES = Names(
    {unit.code: (unit.code, unit.en, unit.es, unit.en_plural, unit.es_plural, *unit.aliases) for unit in UNITS.values()}
)
_SIZES = re.compile(r"(\D*)\b(\d)\s*[/-]\s*\d\b(.*)")


def box_quantity(item: Item, household_size: int) -> int:
    """Units of `item` that a household of `household_size` people (at least 1) receives."""
    return item.box[min(max(household_size, 1), len(item.box)) - 1]


def default_item(category: str) -> Item | None:
    """What a need that names only `category` gets; none for a service or a category of the office's own."""
    return next((item for item in _ITEMS if item.category == category and item.default), None)


def items_of(category: str) -> list[Item]:
    """The starting catalogue's items of `category`, the default first."""
    return sorted((item for item in _ITEMS if item.category == category), key=lambda item: not item.default)


def find_item(text: str) -> Item | None:
    """The item that goes by `text` in either language, or none. Of a range ("size 4/5") the smaller size."""
    code = _ITEM_NAMES.find(text)
    if code is None and (sizes := _SIZES.fullmatch(text.strip())) is not None:
        code = _ITEM_NAMES.find(f"{sizes[1]}{sizes[2]}{sizes[3]}")
    return DEFAULT_ITEMS[code] if code is not None else None


def find_unit(text: str) -> str | None:
    """The code of the unit that goes by `text` ("boxes", "cajas", "USD", "$"), or none."""
    if text.strip() == "$":
        return "usd"
    return _UNIT_NAMES.find(text) if fold(text) else None
