"""Months by their names, short and whole, as programs write them in several languages."""

_NAMES = """
jan january januar janv janvier ene enero gen gennaio janeiro januari jaen janner jän jänner
oca ocak sty stycznia янв января

feb february februar fév févr février fev febrero febbraio fevereiro februari feber
şub şubat lut lutego фев февр февраля

mar march mär märz mrz mars marzo março maa maart mrt marts mart marca мар марта

apr april avr avril abr abril aprile avri nis nisan kwi kwietnia апр апреля

may mai mayo mag maggio maio mei maj may\u0131s maja мая

jun june juni juin junio giu giugno junho haz haziran cze czerwca июн июня

jul july juli juil juillet julio lug luglio julho tem temmuz lip lipca июл июля

aug august aoû août aout ago agosto augusti augustus ağu ağustos sie sierpnia авг августа

sep sept september septembre septiembre set settembre setembro eyl eylül wrz września
сен сент сентября

oct october okt oktober octobre octubre ott ottobre out outubro eki ekim paź października
окт октября

nov november novembre noviembre novembro kas kas\u0131m lis listopada ноя нояб ноября

dec december dez dezember déc décembre dic diciembre dicembre dezembro des desember
ara aral\u0131k gru grudnia дек декабря
"""
_MONTHS = {
    name: number for number, names in enumerate(_NAMES.split("\n\n"), 1) for name in names.split()
}


def month_of(name: str) -> int | None:
    """Return the number of a month, from 1."""
    return _MONTHS.get(name.casefold())
