"""Words that tell or hint at somebody's immigration status, in Spanish and English, as regular expressions.

They are matched on plain text (lower case, no accents), at word boundaries. Beside each group stand the everyday
meanings that are let through: a Visa gift card, a senior citizen, an old people's home (asilo de ancianos), a shelter
(refugio), Interstate 94, "no papers needed".
"""

from __future__ import annotations

import re

_NEEDED = r"(?!\s+(?:are\s+|is\s+)?(?:needed|required|necessary|asked|towels?|plates?|bags?|cups?|necesari|requerid))"
_HAS_NOT = (
    r"(?:no|not|without|sin|ningun|does\s?n[o']?t\s+have|do\s?n[o']?t\s+have|no\s+(?:tiene|tienen|tengo|tenemos|trae)"
    r"|has\s+no|have\s+no|lost\s+(?:his|her|their)|perdio\s+sus|(?:le|les)\s+faltan)"
)
_FIX = r"(?:arregl\w+|tramit\w+|sac\w+|fix\w*|get(?:ting)?|waiting\s+(?:for|on)|esper\w+)"

_WORDS = (
    # papers
    rf"{_HAS_NOT}\s+(?:any\s+|los\s+|sus\s+|her\s+|his\s+|their\s+)?(?:legal\s+|immigration\s+)?papers{_NEEDED}",
    rf"{_HAS_NOT}\s+(?:los\s+|sus\s+)?papeles(?!\s+(?:de\s+la\s+escuela|necesari|requerid|escolares|de\s+bano))",
    rf"{_FIX}\s+(?:los\s+|sus\s+|su\s+|her\s+|his\s+|their\s+)?(?:papeles|papers)",
    r"(?:sin|no\s+tienen?)\s+documentos(?!\s+(?:necesari|requerid))",
    rf"(?:without|(?:has|have)\s+no|(?:does|do)(?:\s?n[o']?t|\s+not)\s+have)\s+(?:any\s+)?documents{_NEEDED}",
    r"(?:legal|migratory|immigration|migratori[oa]|immigrant)\s+(?:status|papers)",
    r"(?:e?status|estado|situacion|problema|caso|tramite|proceso)s?\s+(?:migratori[oa]s?|legal\s+en\s+el\s+pais)",
    r"migratori[oa]s?|(?:sin|no\s+(?:tiene|tienen|tengo))\s+e?status",
    (
        r"(?:sin|no\s+tienen?|without\s+an?|no|has\s+no|(?:does|do)(?:\s?n[o']?t|\s+not)\s+have\s+an?)\s+(?:numero\s+de\s+)?(?:seguro\s+social|social\s+security|ssn|itin)"
        r"(?!\s+(?:needed|required|necesari|is))"
    ),
    r"itin",
    # having none, or not the right one
    r"undocumented|indocumentad\w*|unauthori[sz]ed\s+(?:immigrant|worker)s?",
    r"(?:an?\s+)?illegal(?:s|es)?(?:\s+(?:immigrant|alien|entry)s?)(?!\w)|(?:es|son|esta|estan|she's|he's|is|are|they're)\s+il?legal(?:es)?(?!\s+(?:to|in|parking|dumping))",
    r"ilegales|illegals|here\s+illegally|entered\s+illegally|entro\s+ilegal\w*|mojad[oa]s?",
    r"overstay\w*|over-stay\w*|out\s+of\s+status|visa\s+vencida|expired\s+visa",
    r"(?:cross(?:ed|ing)?|(?:came|come|got)\s+(?:across|over|through)|cruz\w+|pas(?:o|aron)|enter(?:ed)?)\s+(?:(?:by|por|at|through)\s+)?(?:the\s+|la\s+)?(?:border|frontera)",
    r"crossed\s+(?:the\s+)?(?:river|desert)|(?:cruzo|cruzaron|cruzamos|pasaron)\s+(?:por\s+)?el\s+(?:rio|desierto)",
    # having some
    r"green\s?-?cards?|tarjeta\s+verde|mica(?=\s+(?:vencida|de\s+residen\w+|nueva|chueca)|\W*$)",
    r"(?:work|employment)\s+(?:permit|authori[sz]ation)s?|permisos?\s+(?:de\s+trabajo|para\s+trabajar)|\bead\b",
    r"(?:lawful\s+|legal\s+)?permanent\s+residen(?:t|ts|cy|ce)|lpr|residen(?:te|tes|cia)\s+(?:permanentes?|legal(?:es)?)",
    r"(?:lleg\w+|sali\w+|dieron|neg\w+|pedi\w+|esper\w+|tramit\w+|arregl\w+)\s+(?:por\s+)?(?:la|su)\s+residencia",
    r"(?<!senior\s)(?<!senior-)(?:(?:u\.?s\.?|american)\s+)?citizen(?:s|ship)?(?!\w)(?!\s+(?:bank|park))|non-?citizens?|naturali[sz]\w+",
    r"ciudadania|ciudadan[oa]s?(?!\s+(?:de\s+la\s+tercera|mayor|senior))|naturalizacion|nacionalidad|nationality",
    r"(?:country|pais)\s+(?:of|de)\s+(?:origin|birth|origen|nacimiento)",
    (
        r"(?<!tarjeta\s)(?<!tarjetas\s)(?<!con\s)(?<!with\s)(?<!regalo\s)(?<!card\s)(?<!master\s)(?<!mastercard\s)(?:[utkh]-?\s?|h1b\s|h2a\s)?visas?"
        r"(?!\s*(?:/|o|or|y|and)?\s*(?:gift|card|prepaid|debit|credit|mastercard|de\s+regalo|prepagad|debito|credito|\$))"
    ),
    r"h-?[12][ab]\s+(?:visa|worker)s?",
    r"\btps\b(?!\s+reports?(?!\w))(?!\s+(?:for|para)\s+(?:the|la)\s+(?:printer|impresora))|\bdaca\b|dreamers?|dacament\w+|temporary\s+protected\s+status|estatus\s+de\s+proteccion\s+temporal",
    r"cbp\s?one|humanitarian\s+parole|parolees?|parole\s+humanitario|permiso\s+humanitario|(?:tiene|on|has|con)\s+parole",
    # asking for protection
    r"\bvawa\b|\bsij[s]?\b|unaccompanied\s+(?:minor|child)\w*|menor(?:es)?\s+no\s+acompanad\w+",
    r"asylum|asylees?|asilad[oa]s?|asilo(?!\s+(?:de|para)\s+(?:ancian|viej|adultos|tercera|mayores|perros|gatos|animal))",
    r"refugees?|refugiad[oa]s?|(?:credible|reasonable)\s+fear|miedo\s+creible",
    # enforcement
    r"deport(?:ed|ation|ations|able|ing|ado|ada|ados|adas|acion|aciones|ar|aron|arlos?|arlas?|aran|e|en|aban?|o|an|ables?)",
    r"(?:facing|fighting)\s+(?:a\s+)?removal|(?:removal|expulsion)\s+(?:order|proceeding|hearing|case)s?|orden(?:es)?\s+de\s+(?:expulsion|salida|remocion)",
    r"order\s+of\s+(?:removal|supervision)|notice\s+to\s+appear|voluntary\s+departure|salida\s+voluntaria",
    r"(?:la\s+)?migra(?!\s+watch)|(?:por|de|en|con|la)\s+(?:inmigracion|migracion)|inmigracion|immigration",
    r"(?:by|with|from|at|to|por|de|con|en)\s+ice(?!\s*-?\s*(?:cream|pack|cube|chest|box|skat|hockey|water|tea|rink|storm))",
    r"ice\s+(?:hold|detainer|check-?\s?in|custody|agent|officer|detention|office|raid|bond|arrest|came|took|picked|stopped)\w*",
    r"(?:was|were|is|are|been|got|being)\s+detained|detained\s+(?:by(?!\s+(?:traffic|the\s+(?:storm|snow)))|in|at|since)|detention\s+(?:cent(?:er|re)|facility)",
    r"(?<!trafico\s)(?<!tren\s)(?:fue|fueron|esta|estan|quedo|sigue|tienen|estuvo|tiene)\s+(?:\w+\s+)?detenid[oa]s?|detenid[oa]s?\s+(?:por|desde|en\s+(?:el\s+centro|un\s+centro|la\s+carcel))",
    r"centros?\s+de\s+detencion|(?:ankle|gps)\s+(?:monitor|bracelet|shackle)s?|grilletes?(?:\s+electronicos?)?",
    r"(?:immigration|inmigracion|migracion)\s+(?:court|judge|bond|lawyer|attorney|hearing)|(?:corte|juez)a?\s+de\s+(?:in)?migracion",
    # forms that only immigrants file (I-90 and I-94 are motorways here)
    r"i\s?-\s?(?:130|131|140|220[ab]?|360|485|539|589|601a?|751|765|797|821d?|862|864|914|918)(?!\d)|n\s?-\s?(?:400|600)(?!\d)",
)

STATUS = re.compile("|".join(rf"(?<![\w])(?:{word})(?!\w)" for word in _WORDS))
"""Matches one status word or phrase in plain text."""

ICE = re.compile(r"(?<![\w.])ICE(?!\w)(?!\s*-?\s*(?i:cream|pack|cube|chest|box|water|tea))")
"""The agency in capitals, matched on the text as written: in small letters it is what covers the steps in winter."""
