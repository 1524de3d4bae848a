"""Months by their names, short and whole, as programs write them in several languages."""

_NAMES = """
jan january januar janv janvier ene enero gen gennaio janeiro januari jaen janner
feb february februar fév févr février fev febrero febbraio fevereiro februari feber
mar march mär märz mrz mars marzo março maa maart
apr april avr avril abr abril aprile avri
may mai mayo mag maggio maio mei maj
jun june juni juin junio giu giugno junho
jul july juli juil juillet julio lug luglio julho
aug august aoû août aout ago agosto augusti augustus
sep sept september septembre septiembre set settembre setembro
oct october okt oktober octobre octubre ott ottobre out outubro
nov november novembre noviembre novembro
dec december dez dezember déc décembre dic diciembre dicembre dezembro
"""
_MONTHS = {
    name: number for number, line in enumerate(_NAMES.split("\n")[1:], 1) for name in line.split()
}


def month_of(name: str) -> int | None:
    """Return the number of a month, from 1."""
    return _MONTHS.get(name.casefold())
