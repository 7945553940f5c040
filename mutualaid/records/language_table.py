"""The rows of `languages`: code | English | Spanish | its own name | codes to relay through | other spellings.

ISO 639-3 codes, family codes of ISO 639-5 and local-use codes (qaa to qtz) as `languages` explains; two-letter
spellings are ISO 639-1. Grouped by where the languages come from, English and Spanish first.
"""

from __future__ import annotations

ROWS = """
# common
eng|English|inglés|English||en, ingles, anglais, angielski
spa|Spanish|español|español||es, castellano, espanish, spañol, hiszpański, espagnol, espanol
# guatemala
mam|Mam|mam|Qyol Mam|spa|maam, mam maya, ta yol mam
quc|K'iche'|k'iche'|K'iche'|spa|quiche, kiche, quiché, k'iché, qatzijob'al, kitche
kjb|Q'anjob'al|q'anjob'al|Q'anjob'al|spa|kanjobal, canjobal, q'anjobal, qanjobal, kanjob'al, k'anjob'al
kek|Q'eqchi'|q'eqchi'|Q'eqchi'|spa|kekchi, kekchí, quecchi, k'ekchi', qeqchi, q'eqchí
cak|Kaqchikel|kaqchikel|Kaqchikel|spa|cakchiquel, kakchikel, cachiquel, kaqchiquel
ixl|Ixil|ixil|Ixil|spa|nebaj ixil, chajul ixil
tzj|Tz'utujil|tz'utujil|Tz'utujil|spa|tzutuhil, zutuhil, tzutujil, zutujil, tz'utuhil
acr|Achi|achi|Achi|spa|achí, achi', cubulco achi, rabinal achi
knj|Akateko|akateko|Akateko|spa|acateco, acatec, akatek, western kanjobal, kuti'
agu|Awakateko|awakateko|Awakateko|spa|aguacateco, awakatek, aguacatec, qa'yol
qct|Chalchiteko|chalchiteko|Chalchiteko|spa|chalchitek, chalchiteco
caa|Ch'orti'|ch'orti'|Ch'orti'|spa|chorti, chortí
cac|Chuj|chuj|Koti'|spa|chuh, san mateo chuj, koti
itz|Itza'|itza'|Itza'|spa|itza, itzá, itzaj
jac|Popti' (Jakalteko)|popti' (jakalteko)|Popti'|spa|popti, jakalteko, jacalteco, jacaltec, jakaltek, abxubal
mop|Mopan|mopan|Mopan|spa|mopán, mopan maya
poc|Poqomam|poqomam|Poqomam|spa|pocomam, pokomam
poh|Poqomchi'|poqomchi'|Poqomchi'|spa|pocomchi, pokomchi, pocomchí
quv|Sakapulteko|sakapulteko|Sakapulteko|spa|sacapulteco, sacapultec, sakapultek
qum|Sipakapense|sipakapense|Sipakapense|spa|sipacapense, sipakapeño, sipacapeño
ttc|Tektiteko|tektiteko|B'a'aj|spa|tectiteco, teco, tectitec, tektitek
usp|Uspanteko|uspanteko|Uspanteko|spa|uspanteco, uspantec, uspantek
cab|Garifuna|garífuna|Garifuna|spa eng|garinagu, garifuna language
xin|Xinka|xinka|Xinka|spa|xinca, sinca
myn|Mayan (variant not yet known)|maya (variante por saber)|Mayab|spa|maya, mayan, mayan language, lengua maya, idioma maya, maya language, guatemalan mayan, dialecto maya, maya guatemalteco
# mexico
nah|Nahuatl|náhuatl|Nāhuatl|spa|nahua, mexicano, aztec, nawatl, náhuatl
nhe|Nahuatl, eastern Huasteca|náhuatl de la Huasteca oriental|Nahuatl|spa|eastern huasteca nahuatl
nhw|Nahuatl, western Huasteca|náhuatl de la Huasteca occidental|Nahuatl|spa|western huasteca nahuatl
ngu|Nahuatl of Guerrero|náhuatl de Guerrero|Nauatlajtojli|spa|guerrero nahuatl
azz|Nahuatl of the Puebla highlands|náhuatl de la Sierra de Puebla|Maseualtajtol|spa|highland puebla nahuatl, náhuatl de la sierra norte de puebla
nhn|Nahuatl, central|náhuatl central|Nahuatl|spa|central nahuatl, nahuatl de tlaxcala
nlv|Nahuatl of Orizaba|náhuatl de Orizaba|Nawatl|spa|orizaba nahuatl, náhuatl de zongolica
qmx|Mixtec|mixteco|Tu'un Savi|spa|mixteca, mixteko, tu'un savi, ñuu savi, tu un savi, tuun savi
mix|Mixtec of Mixtepec|mixteco de Mixtepec|Sa'an Savi|spa|mixtepec mixtec, mixteco de san juan mixtepec
mxv|Mixtec of Metlatónoc|mixteco de Metlatónoc|Tu'un Savi|spa|metlatonoc mixtec
mim|Mixtec of Alacatlatzala|mixteco de Alacatlatzala|Tu'un Savi|spa|alacatlatzala mixtec
jmx|Mixtec, western Juxtlahuaca|mixteco de Juxtlahuaca|Tu'un Savi|spa|juxtlahuaca mixtec, western juxtlahuaca mixtec
mks|Mixtec of Silacayoapan|mixteco de Silacayoápam|Tu'un Savi|spa|silacayoapan mixtec
mil|Mixtec of Peñoles|mixteco de Peñoles|Tnu'un Dau|spa|peñoles mixtec
zap|Zapotec|zapoteco|Diidxazá|spa|zapoteca, sapoteco, dilla xhon, dizhsa
zai|Zapotec of the Isthmus|zapoteco del Istmo|Diidxazá|spa|isthmus zapotec, zapoteco de juchitán
zab|Zapotec, western Tlacolula valley|zapoteco del Valle de Tlacolula|Dizhsa|spa|tlacolula zapotec, zapoteco del valle, valley zapotec
zaw|Zapotec of Mitla|zapoteco de Mitla|Didxsaj|spa|mitla zapotec
zpq|Zapotec of Zoogocho|zapoteco de Zoogocho|Dilla xhon|spa|zoogocho zapotec, zapoteco de la sierra
oto|Otomi|otomí|Hñähñu|spa|hñahñu, ñañu, hñañu, nahnu, ñuhu, otomie
ote|Otomi of the Mezquital|otomí del Valle del Mezquital|Hñähñu|spa|mezquital otomi, otomí de hidalgo
otq|Otomi of Querétaro|otomí de Querétaro|Hñöñhö|spa|querétaro otomi
otm|Otomi, highland|otomí de la Sierra|Yųhų|spa|eastern highland otomi
tsz|Purépecha|purépecha|P'urhépecha|spa|purepecha, p'urhepecha, tarasco, phurhepecha, tarascan
pua|Purépecha, western highland|purépecha de la Sierra occidental|P'urhépecha|spa|western highland purepecha
tzo|Tzotzil|tsotsil|Bats'i k'op|spa|tsotsil, tzotzile, sotsil, batsil k'op
tzh|Tzeltal|tseltal|Bats'il k'op|spa|tseltal, celtal
ctu|Ch'ol|ch'ol|Lakty'añ|spa|chol, ch'ole
yua|Maya of Yucatán|maya de Yucatán|Maaya t'aan|spa|yucatec maya, yucateco, maya yucateco, maaya, yucatec
toj|Tojolabal|tojolabal|Tojol-ab'al|spa|tojol ab'al, tojolab'al, tojolwinik
maz|Mazahua|mazahua|Jñatjo|spa|jñatrjo, central mazahua, mazahua de toluca
mmc|Mazahua of Michoacán|mazahua de Michoacán|Jñatjo|spa|michoacan mazahua
qtq|Triqui|triqui|Xnánj nu̱' a|spa|trique, triki
trc|Triqui of Copala|triqui de Copala|Xnánj nu̱' a|spa|copala triqui
trs|Triqui of Chicahuaxtla|triqui de Chicahuaxtla|Nánj nï'ïn|spa|chicahuaxtla triqui
trq|Triqui of Itunyoso|triqui de San Martín Itunyoso|Snáhánj nìh|spa|itunyoso triqui, san martín itunyoso triqui
qmz|Mazatec|mazateco|Énná|spa|mazateca, enna
mau|Mazatec of Huautla|mazateco de Huautla|Énná|spa|huautla mazatec
qcc|Chinantec|chinanteco|Jujmi|spa|chinanteca, tsa jujmi
qme|Mixe|mixe|Ayuujk|spa|ayuuk, ayöök, mije
qtl|Me'phaa (Tlapanec)|me'phaa (tlapaneco)|Me'phaa|spa|tlapaneco, tlapanec, mephaa, me'pha
qch|Chatino|chatino|Cha'cña|spa|cha'tña, chatina
qto|Totonac|totonaco|Tutunakú|spa|totonaca, tutunaku
amu|Amuzgo|amuzgo|Ñomndaa|spa|ñomndaa, amuzgo de guerrero
hus|Huastec (Tének)|huasteco (tének)|Tének|spa|huasteco, tenek, teenek, huastec, wastek
tar|Tarahumara (Rarámuri)|tarahumara (rarámuri)|Rarámuri|spa|raramuri, tarahumara
hch|Huichol (Wixárika)|huichol (wixárika)|Wixárika|spa|wixarika, huichol
crn|Cora|cora|Naáyarite|spa|náayeri, nayeri
mfy|Mayo (Yoreme)|mayo (yoreme)|Yoreme|spa|yoreme, lengua mayo
yaq|Yaqui|yaqui|Yoem noki|spa|yoeme, hiaki
huv|Huave (Ombeayiüts)|huave (ombeayiüts)|Ombeayiüts|spa|huave, ikoots
zoc|Zoque|zoque|O'de püt|spa|soke, copainala zoque
chf|Chontal of Tabasco|chontal de Tabasco|Yokot'an|spa|yokotan, chontal maya, chontal
poi|Popoluca|popoluca|Nuntajɨyi|spa|highland popoluca, popoluca de la sierra
pps|Popoloca|popoloca|Ngigua|spa|ngiwa, ngigua
cux|Cuicatec|cuicateco|Dbaku|spa|cuicateca
dih|Kumiai|kumiai|Kumiai|spa|kumeyaay, diegueño
# americas
hat|Haitian Creole|criollo haitiano|Kreyòl ayisyen|fra|kreyol, creole, creole haitiano, kreyòl, haitian, haitian kreyol, ht, créole haïtien, haitiano, creole ayisyen, criollo, haitian creole kreyol
que|Quechua|quechua|Runasimi|spa|quichua, kichwa, kichua, kichwa ecuatoriano, ecuadorian kichwa, runa simi, qu, qechwa
qvi|Kichwa of Imbabura|kichwa de Imbabura|Kichwa|spa|imbabura kichwa, kichwa otavaleño, otavalo
qug|Kichwa of Chimborazo|kichwa de Chimborazo|Kichwa|spa|chimborazo kichwa
aym|Aymara|aimara|Aymar aru|spa|aymará, ay
grn|Guarani|guaraní|Avañe'ẽ|spa|gn, avañe'e
guc|Wayuu|wayuu|Wayuunaiki|spa|guajiro, wayúu, wayuunaiki
miq|Miskito|miskito|Miskitu|spa eng|miskitu, misquito
ppl|Nawat (Pipil)|náhuat (pipil)|Nawat|spa|pipil, nawat, nahuat pipil
jam|Jamaican Patois|patois jamaicano|Patwa|eng|patois, patwa, jamaican creole, jamaican
srn|Sranan Tongo|sranan tongo|Sranan|nld|sranan, surinamese creole
bzj|Belize Kriol|criollo beliceño|Kriol|eng|belize creole, kriol, belizean creole
por|Portuguese|portugués|português||pt, brasileño, brazilian portuguese, brazilian
# signs
ase|American Sign Language|lengua de señas americana|ASL|eng|asl, sign language, lenguaje de señas americano, lengua de signos americana, american sign
mfs|Mexican Sign Language|lengua de señas mexicana|LSM|spa|lsm, lenguaje de señas mexicano
gsm|Guatemalan Sign Language|lengua de señas de Guatemala|Lensegua|spa|lensegua, lengua de señas guatemalteca
ncs|Nicaraguan Sign Language|lengua de señas nicaragüense|ISN|spa|isn, idioma de señas de nicaragua
csn|Colombian Sign Language|lengua de señas colombiana|LSC|spa|lsc
vsl|Venezuelan Sign Language|lengua de señas venezolana|LSV|spa|lsv
# europe
ukr|Ukrainian|ucraniano|українська|rus|uk, ukrainska, ukranian, ucraniana
pol|Polish|polaco|polski||pl, polaca
rus|Russian|ruso|русский||ru, rusa
lit|Lithuanian|lituano|lietuvių||lt
lav|Latvian|letón|latviešu||lv
ron|Romanian|rumano|română||ro, moldovan, moldavo
bul|Bulgarian|búlgaro|български||bg
bos|Bosnian|bosnio|bosanski||bs
hrv|Croatian|croata|hrvatski||hr
srp|Serbian|serbio|српски||sr
mkd|Macedonian|macedonio|македонски||mk
slv|Slovenian|esloveno|slovenščina||sl
sqi|Albanian|albanés|shqip||sq
ces|Czech|checo|čeština||cs
slk|Slovak|eslovaco|slovenčina||sk
hun|Hungarian|húngaro|magyar||hu
bel|Belarusian|bielorruso|беларуская|rus|be
ell|Greek|griego|ελληνικά||greek modern
ita|Italian|italiano|italiano||it
fra|French|francés|français||fr, francais
deu|German|alemán|Deutsch||de
nld|Dutch|neerlandés|Nederlands||nl, holandés
swe|Swedish|sueco|svenska||sv
gle|Irish|irlandés|Gaeilge||ga, gaelic
rom|Romani|romaní|Romani čhib|ron|romany, roma, caló
yid|Yiddish|yidis|ייִדיש||yi
cat|Catalan|catalán|català|spa|ca
eus|Basque|vasco|euskara|spa|eu, euskera
# middle east
ara|Arabic|árabe|العربية||ar, arabe, arabic levantine, levantine, iraqi arabic, egyptian arabic
apd|Sudanese Arabic|árabe sudanés|عربي سوداني|ara|sudanese
ary|Moroccan Arabic|árabe marroquí|الدارجة|ara fra|darija
heb|Hebrew|hebreo|עברית||he
tur|Turkish|turco|Türkçe||tr
fas|Persian (Farsi)|persa (farsi)|فارسی||farsi, persian, persa, fa
prs|Dari|dari|دری|fas|dari persian, afghan persian
pus|Pashto|pastún|پښتو|prs|pashtu, pushto, ps, pastun
kmr|Kurdish (Kurmanji)|kurdo (kurmanji)|Kurmancî|tur|kurmanji, kurdish, kurdo, ku
ckb|Kurdish (Sorani)|kurdo (sorani)|سۆرانی|ara|sorani
aii|Assyrian|asirio|ܣܘܪܬ|ara|assyrian neo aramaic, sureth, syriac
cld|Chaldean|caldeo|ܣܘܪܬ|ara|chaldean neo aramaic
hye|Armenian|armenio|հայերեն||hy
kat|Georgian|georgiano|ქართული||ka
aze|Azerbaijani|azerí|azərbaycanca||az, azeri
# asia
zho|Chinese|chino|中文||zh, chinese language
cmn|Chinese (Mandarin)|chino (mandarín)|普通话||mandarin, mandarín, putonghua, 国语, chino mandarin
yue|Chinese (Cantonese)|chino (cantonés)|廣東話|cmn|cantonese, cantonés
nan|Chinese (Min Nan)|chino (min nan)|閩南語|cmn|hokkien, taiwanese, fujianese, min nan
tgl|Tagalog|tagalo|Tagalog|eng|filipino, tl, pilipino, fil
ceb|Cebuano|cebuano|Bisaya|tgl|bisaya, visayan
ilo|Ilocano|ilocano|Ilokano|tgl|ilokano
vie|Vietnamese|vietnamita|Tiếng Việt||vi
kor|Korean|coreano|한국어||ko
jpn|Japanese|japonés|日本語||ja
hin|Hindi|hindi|हिन्दी||hi
urd|Urdu|urdu|اردو|hin|ur
ben|Bengali|bengalí|বাংলা||bn, bangla
guj|Gujarati|guyaratí|ગુજરાતી|hin|gu
pan|Punjabi|panyabí|ਪੰਜਾਬੀ|hin|pa, panjabi
mar|Marathi|maratí|मराठी|hin|mr
tam|Tamil|tamil|தமிழ்||ta
tel|Telugu|telugu|తెలుగు|hin|te
kan|Kannada|canarés|ಕನ್ನಡ||kn
mal|Malayalam|malayalam|മലയാളം||ml
nep|Nepali|nepalí|नेपाली|hin|ne
sin|Sinhala|cingalés|සිංහල||sinhalese
mya|Burmese|birmano|မြန်မာဘာသာ||my, myanmar
ksw|Karen (S'gaw)|karen (sgaw)|ကညီ|mya|karen, sgaw karen
rhg|Rohingya|rohinyá|Ruáingga|ben|rohinga
cnh|Hakha Chin|chin hakha|Laiholh|mya|hakha, lai
khm|Khmer|jemer|ខ្មែរ||cambodian, camboyano, km
lao|Lao|lao|ລາວ||laotian, laosiano, lo
tha|Thai|tailandés|ไทย||th
hmn|Hmong|hmong|Hmoob|lao|mong
ind|Indonesian|indonesio|Bahasa Indonesia||bahasa, bahasa indonesia
msa|Malay|malayo|Bahasa Melayu||ms, bahasa melayu
mon|Mongolian|mongol|монгол||mn
uzb|Uzbek|uzbeko|oʻzbekcha|rus|uz
kaz|Kazakh|kazajo|қазақша|rus|kk
kir|Kyrgyz|kirguís|кыргызча|rus|ky
tgk|Tajik|tayiko|тоҷикӣ|fas|tg
uig|Uyghur|uigur|ئۇيغۇرچە|cmn|ug
bod|Tibetan|tibetano|བོད་སྐད་|nep|bo
# africa
swa|Swahili|suajili|Kiswahili||sw, kiswahili
som|Somali|somalí|Soomaali||
amh|Amharic|amárico|አማርኛ||am
tir|Tigrinya|tigriña|ትግርኛ|amh|ti
orm|Oromo|oromo|Afaan Oromoo|amh|om
yor|Yoruba|yoruba|Yorùbá|eng|yo
ibo|Igbo|igbo|Igbo|eng|ig
hau|Hausa|hausa|Hausa|eng|ha
pcm|Nigerian Pidgin|pidgin nigeriano|Naijá|eng|pidgin, naija
aka|Akan (Twi)|akán (twi)|Akan|eng|twi, akan, fante, ak
ewe|Ewe|ewé|Eʋegbe|eng|ee
gaa|Ga|ga|Gã|eng|ga ghana
ful|Fula|fula|Fulfulde|fra|fulani, pulaar, pular, peul, fulah, ff
wol|Wolof|wólof|Wolof|fra|wo, ouolof
bam|Bambara|bambara|Bamanankan|fra|bm, bamana
man|Mandinka|mandinga|Mandinka|fra|mandingo, malinke, mandinga, mandé
dyu|Dioula|diula|Julakan|fra|jula, dyula
sus|Susu|susu|Sosoxui|fra|soussou
mos|Mossi|mossi|Mooré|fra|moore, mooré
kri|Krio|krio|Krio|eng|sierra leone krio
kea|Cape Verdean Creole|criollo caboverdiano|Kriolu|por|kriolu, cape verdean, caboverdiano
lin|Lingala|lingala|Lingála|fra|ln
kin|Kinyarwanda|kiñaruanda|Ikinyarwanda|fra|rw, rwanda
run|Kirundi|kirundi|Ikirundi|fra|rn, rundi
lug|Luganda|luganda|Luganda|eng|lg, ganda
sna|Shona|shona|chiShona|eng|sn
nya|Chichewa|chichewa|Chicheŵa|eng|ny, nyanja
zul|Zulu|zulú|isiZulu|eng|zu
afr|Afrikaans|afrikáans|Afrikaans|eng|af
mlg|Malagasy|malgache|Malagasy|fra|mg
"""  # noqa: E501
