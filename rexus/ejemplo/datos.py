"""What there is in the example workshop. Made up: no such supplier, profile or price exists."""

from __future__ import annotations

from typing import Final, NamedTuple


class Forma(NamedTuple):
    """A profile or a fitting without its finish: price of one in pesos, pieces that are kept at least."""

    codigo: str
    nombre: str
    grupo: str
    precio: int
    minimo: int


class Obra(NamedTuple):
    """A job; days are counted from today."""

    codigo: str
    nombre: str
    cliente: str
    direccion: str
    entrega: int
    aberturas: int


SUR, PARANA, BELGRANO, ABERTURA = "Perfiles del Sur", "Aluminios Paraná", "Herrajes Belgrano", "Todo Abertura"

#: Name, days of delivery, phone.
PROVEEDORES: Final = (
    (SUR, 12, "011 5555-0101"),
    (PARANA, 7, "0343 555-0102"),
    (BELGRANO, 4, "011 5555-0103"),
    (ABERTURA, 15, "0341 555-0104"),
)

#: Code, name, kind.
LUGARES: Final = (
    *((f"Rack A{n}", f"Rack A{n}, nave principal", "rack") for n in range(1, 5)),
    *((f"Rack B{n}", f"Rack B{n}, nave principal", "rack") for n in range(1, 5)),
    *((f"Estante H{n}", f"Estante H{n}, depósito de herrajes", "estante") for n in range(1, 5)),
    ("Mesa de corte", "Retazos junto a la sierra", "mesa"),
)

#: The finishes of each line: suffix of the code, how it is called, how much dearer than the plain one.
ACABADOS_PVC: Final = (("000", "Blanco", 1.0), ("131", "Nogal/Nogal", 1.45), ("376", "Grafito/Blanco", 1.35))
ACABADOS_ALU: Final = (("001", "Natural anodizado", 1.0), ("010", "Blanco", 1.08), ("033", "Negro mate", 1.22))

PVC: Final = (
    Forma("610101", "Marco 60 Andina", "Marco", 38_400, 6),
    Forma("610102", "Marco renovación 60 Andina", "Marco", 42_900, 4),
    Forma("610110", "Hoja ventana 76 Andina", "Hoja", 45_200, 6),
    Forma("610111", "Hoja puerta 105 Andina", "Hoja", 61_800, 4),
    Forma("610112", "Hoja puerta balcón 92 Andina", "Hoja", 54_300, 4),
    Forma("610120", "Travesaño 80 Andina", "Travesaño", 41_700, 4),
    Forma("610121", "Poste móvil Andina", "Travesaño", 33_500, 3),
    Forma("610130", "Contravidrio 18 mm Andina", "Contravidrio", 9_800, 12),
    Forma("610131", "Contravidrio 24 mm Andina", "Contravidrio", 10_400, 12),
    Forma("610140", "Tapajuntas 60 mm Andina", "Tapajuntas", 14_600, 8),
    Forma("610141", "Cuarto caña 17 mm Andina", "Cuarto caña", 7_900, 8),
    Forma("610150", "Acoplamiento recto Andina", "Acoplamiento", 21_300, 3),
    Forma("610151", "Acoplamiento a 90° Andina", "Acoplamiento", 28_800, 2),
    Forma("610160", "Premarco Andina", "Premarco", 18_200, 6),
    Forma("610170", "Umbral bajo Andina", "Umbral", 36_100, 2),
    Forma("610180", "Refuerzo marco 1,5 mm", "Refuerzo", 16_700, 10),
    Forma("610181", "Refuerzo hoja 2 mm", "Refuerzo", 19_900, 10),
    Forma("610190", "Guía de persiana Andina", "Persiana", 23_400, 4),
    Forma("610191", "Cajón de persiana 165", "Persiana", 67_500, 2),
    Forma("610195", "Botaguas Andina", "Botaguas", 12_300, 4),
)

ALU: Final = (
    Forma("450201", "Jamba marco corrediza Ribera 45", "Marco", 52_700, 6),
    Forma("450202", "Umbral y dintel corrediza Ribera 45", "Marco", 58_100, 6),
    Forma("450210", "Parante lateral de hoja Ribera 45", "Hoja", 44_600, 6),
    Forma("450211", "Parante central de hoja Ribera 45", "Hoja", 46_900, 6),
    Forma("450212", "Zócalo de hoja Ribera 45", "Hoja", 49_300, 5),
    Forma("450213", "Cabezal de hoja Ribera 45", "Hoja", 41_200, 5),
    Forma("450220", "Marco de abrir Ribera 45", "Marco", 57_400, 4),
    Forma("450221", "Hoja de abrir Ribera 45", "Hoja", 63_800, 4),
    Forma("450230", "Contravidrio curvo Ribera 45", "Contravidrio", 13_900, 10),
    Forma("450231", "Contravidrio recto Ribera 45", "Contravidrio", 13_100, 10),
    Forma("450240", "Tapajuntas clip Ribera 45", "Tapajuntas", 19_700, 6),
    Forma("450250", "Travesaño Ribera 45", "Travesaño", 51_600, 3),
    Forma("450260", "Premarco Ribera 45", "Premarco", 29_500, 6),
    Forma("450270", "Ángulo 20 × 20", "Ángulo", 11_800, 4),
    Forma("450271", "Tubo 40 × 40", "Tubo", 38_700, 3),
    Forma("450272", "Tubo 80 × 40", "Tubo", 59_900, 2),
    Forma("450280", "Mosquitero Ribera 45", "Mosquitero", 22_600, 4),
    Forma("450281", "Guía de mosquitero Ribera 45", "Mosquitero", 15_400, 4),
    Forma("450290", "Baranda pasamano", "Baranda", 71_200, 2),
    Forma("450291", "Baranda parante", "Baranda", 64_100, 2),
)

#: Suffix of the code, and how it is called.
COLORES: Final = (("BL", "Blanco"), ("NG", "Negro"), ("NQ", "Níquel"))

HERRAJES: Final = (
    Forma("BI-100", "Bisagra de puerta 100 mm", "Bisagras", 8_700, 20),
    Forma("BI-080", "Bisagra de ventana 80 mm", "Bisagras", 5_900, 20),
    Forma("BI-OB1", "Compás oscilobatiente", "Bisagras", 21_400, 8),
    Forma("CE-35M", "Cerradura multipunto 35 mm", "Cerraduras", 64_300, 4),
    Forma("CE-25S", "Cerradura de un punto 25 mm", "Cerraduras", 27_800, 4),
    Forma("CI-070", "Cilindro 70 mm", "Cerraduras", 18_900, 6),
    Forma("CR-900", "Cremona 900 mm", "Cerraduras", 24_600, 6),
    Forma("MA-PRT", "Manija de puerta con roseta", "Manijas", 33_200, 6),
    Forma("MA-VNT", "Manija de ventana", "Manijas", 14_500, 10),
    Forma("MA-EMB", "Tirador embutido", "Manijas", 9_600, 8),
    Forma("RO-040", "Rodamiento simple 40 kg", "Rodamientos", 4_800, 24),
    Forma("RO-120", "Rodamiento doble 120 kg", "Rodamientos", 12_700, 12),
    Forma("BU-EPD", "Burlete EPDM, rollo de 100 m", "Burletes", 38_900, 3),
    Forma("FE-007", "Felpa 7 mm, rollo de 100 m", "Burletes", 26_300, 3),
    Forma("TO-39F", "Tornillo autoperforante 3,9 × 25, caja de 500", "Tornillos", 15_800, 4),
    Forma("TO-42F", "Tornillo autoperforante 4,2 × 38, caja de 500", "Tornillos", 19_400, 4),
    Forma("ES-CTR", "Escuadra de alineación", "Escuadras", 2_900, 40),
    Forma("ES-ENS", "Escuadra de ensamble", "Escuadras", 4_300, 40),
    Forma("CA-DES", "Tapa de desagüe", "Accesorios", 700, 60),
    Forma("CA-CAL", "Calzo de vidrio 5 mm, bolsa de 100", "Accesorios", 6_200, 5),
)

#: In the order of how far they are: measured, ordered, in production, in place.
OBRAS: Final = (
    Obra("OB-0104", "Quincho Las Tunas", "Club Las Tunas", "Camino Real 1450", -6, 6),
    Obra("OB-0103", "Casa Los Aromos", "Estudio Los Aromos", "Los Aromos 215", 9, 11),
    Obra("OB-0102", "Edificio Alem 320", "Consorcio Alem 320", "Alem 320", 24, 38),
    Obra("OB-0105", "Escuela N.º 12", "Cooperadora Escuela N.º 12", "San Martín 880", 45, 22),
)
