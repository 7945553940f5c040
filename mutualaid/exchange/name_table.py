"""Short forms of given names and surnames as families from Mexico, Central America and Chicago use them.

One line a name: the name, then what its bearer is also called. A short form under several names (Chela is Graciela,
Marcela or Consuelo) may be any of them, and so tells less.
"""

from __future__ import annotations

SHORT_FORMS = """
abel: abelito
abigail: abi abby abbie
abraham: abran brahan
adela: adelita dela
adelaida: ade layda
adrian: adri
agustin: tin agus cucho
agustina: tina agus
alberto: beto albert tito
alejandra: ale jandra sandra alex alexa
alejandro: ale alex jandro alexander
alfonso: poncho foncho fonso alonso
alfredo: fredo fello fredy freddy
alicia: licha lichita ali
alma: almita
amalia: mali amali
amelia: meli melia
amparo: amparito
ana: anita anna ann any anny
andrea: andy andre
andres: andy andresito andrew
angel: angelito lito
angela: angelita geli
angelica: angie gelica lica
anselmo: chemo semo
antonia: tona tonia tonita toña
antonio: toño tono toni tony tonito anthony
apolonia: polonia pola
apolonio: polo
araceli: cheli ara celi
arcadio: cayo
armando: mando armandito
arnoldo: noldo arnold
arturo: turo art arthur
asuncion: chona chonita
aurelio: yeyo lelo
aurora: bora yoya
bartolo: bartolome tolo
beatriz: bety beti betty bea ticha
benigno: beni
benito: beni beno
benjamin: ben benja mincho benji
bernardo: berna nayo
bonifacio: boni facho
brigida: bicha
candelaria: cande candelita canda
candido: candi
carlos: charly carlitos charlie calin carlo charles
carmen: carmela carmelita carmencita mela menchu
carolina: caro
catalina: cata catarina cati catherine
cecilia: ceci chila cechi chilita
celestina: tina celes
celestino: tino celes
celia: chela celi
cesar: checha cesarito
claudia: clau
concepcion: concha conchita conchi connie chona
consuelo: chelo chela consuelito
cornelio: nelo
cristian: cris chris christian
cristina: cris tina christina cristi
cristobal: tobal cristo cris
cruz: crucita
dagoberto: dago beto
daniel: dani danny dany
daniela: dani
david: davi dave
delfina: fina delfi
delfino: fino
diego: dieguito
dolores: lola lolita lolis lole
domingo: mingo chomin mincho
dominga: minga
domitila: tila
edgar: edgardo gayo
eduardo: lalo lalito edward eddie eddy edi guayo
efrain: efra fra
elena: nena lena helen
eleuterio: tello
elias: eli
eliseo: cheo eli
elizabeth: eli liz lisbet elisabeth isabel beth betty chabela
elsa: elsita
elvira: vira elvi
emilia: emi mila
emiliano: emi nano
emilio: emi milo
encarnacion: chon chona encarna
enrique: quique kike rique henry quico
erasmo: eras
ernestina: tina neta erne
ernesto: neto ernie tito
esmeralda: esme
esperanza: espe pera lancha
estefania: fanny estefani tefa stephanie
esteban: stevan tevo steven teban
ester: esther tete esthercita
eugenia: kena gena queña
eugenio: geño queño genio
eulalia: lala lalia ulalia
eulalio: lalo
eusebio: chebo chevo sebio
eva: evita
evangelina: eva lina vange
evelia: eve
fabian: fabi
faustino: tino fausto
federico: fede lico quico fred
feliciano: chano feli
felipe: pipe felipillo lipe phillip
felipa: lipa
felix: felis
fermin: fer mincho
fernanda: fer nanda
fernando: fer nando fercho
fidel: fide
fidelina: lina
filiberto: fili beto
filomena: mena filo
florencia: lencha flor
florencio: lencho poncho
florentina: tina flor
florentino: tino floro
francisca: pancha paca panchita chica quica francis
francisco: paco pancho panchito chico kiko quico frank chisco cisco
gabriel: gabi gabo gabe
gabriela: gabi gaby
genaro: naro jena
gerardo: jerry gera lalo yayo
gertrudis: tula tulita tules
gilberto: beto gil
gloria: yoya glo
gonzalo: chalo gonza
graciela: chela chelita grace graci
gregoria: goya gollita
gregorio: goyo goyito greg
guadalupe: lupe lupita lupe pita lupis lup guada
guillermina: mina guille memina
guillermo: memo guille guillo william willy
gustavo: gus tavo
heriberto: beto eri
hermelinda: linda mele
hermenegildo: mere gildo
hilario: lalo layo
hilda: ilda
hipolito: polo poli
hortensia: tencha tenchita
humberto: beto berto
ignacia: nacha
ignacio: nacho nachito nacio
ines: inesita neche
irene: nene ire
irma: irmita
isaac: isa
isabel: chabela chava isa chabelita bela chabe ysabel
isidra: chila chira
isidro: chilo chiro sidro
ismael: mael isma
israel: isra
jacinto: chinto jacho
jacinta: chinta
jaime: jimmy jaimito james
javier: javi xavi chavi
jeronimo: chomo jero
jesus: chuy chucho chuyito chus
jesusa: chucha chuya
joaquin: quino juaco chimino joaco quin
jorge: coco yorch jorgito george coque
jose: pepe chepe pepito chepito joe joseph cheo chepillo
josefa: pepa chepa chepita josefita
josefina: fina chepina jose pepita josie finita
juan: juancho juanito john johnny juanillo chano
juana: juanita jane janie
julian: juli julio
juliana: yuli juli
julia: julita
julio: julito
justina: tina justa
justino: tino justo
juventino: tino juve
lazaro: lacho
leonardo: leo nardo
leonel: leo nel
leonor: leo nora noni
leopoldo: polo poldo leo
leticia: lety leti letty ticha
librada: liba
lorena: lore
lorenza: lencha
lorenzo: lencho enzo
lourdes: lulu lula lourditas
lucas: luca
lucia: lucy luci chia chita luz
luciano: chano lucho
lucio: lucho
luis: lucho luisito wicho güicho luisillo louis
luisa: lucha wicha luisita
luz: lucha lucita luchita
magdalena: magda lena malena nena
manuel: manolo manny manu meme nelo manuelito nel lico
manuela: manola nela
marcela: chela marce
marcelino: chelino lino marce
marcelo: chelo marce
marcos: marquitos marco mark
margarita: mago margot rita maggie magui margara magos
maria: mari mary maruca mariquita maruja ma mariita marie
mariana: marian nana
maribel: mari bel
maricela: chela mari marisela
mario: mayo
marta: martha martita tita
martin: tin martincho marty
martina: tina
mateo: teo matthew mattheo
matilde: mati tilde tila
mauricio: mau richo maurice
maximino: maxi mino
maximiliano: max maxi
mercedes: meche mercy merche meches
micaela: mica quela michi
miguel: mike migue miguelito michael mickey miguelin
miriam: miri
modesta: moda
moises: moi moy
monica: moni
narciso: chicho
natalia: nati naty
natividad: nati
nicolas: nico colas
nicolasa: colasa nico
noe: noecito
norberto: beto nor
norma: normita
octavio: tavo
ofelia: ofe fela
olga: olguita
oscar: oscarito cacho
otilia: tila oti
pablo: pablito paul
pascual: pascualito cual
patricia: paty pati patty tricia ticha
patricio: pato
paula: paulita
paulina: pau
pedro: perico pedrito peter
petrona: petra peta tona
pilar: pili
porfirio: pilo
primitivo: primo tivo
rafael: rafa rafita fallo ralph
rafaela: rafa fela
ramiro: rami
ramon: moncho monchi monche ray
ramona: mona moncha
raquel: quela raque
raul: rulo raulito
raymundo: mundo ray reymundo
rebeca: beca rebe becky
refugio: cuca cuco
reina: reyna reinita
ricardo: richard rica richie cardo rick riqui
rigoberta: rigo berta beta
rigoberto: rigo beto
roberto: beto robert bobby tito berto
rocio: chio chio
rodolfo: rudy rodo fito rolfo
rodrigo: rodri
rogelio: roge roger gelio
rolando: rolo roli
roman: romancito
romualdo: mualdo
rosa: rosita rose rosie
rosalia: chala lia
rosalinda: linda rosi
rosario: chayo chayito charo chayo
rosaura: chagua
ruben: rube
rufina: fina
rufino: fino rufo
salome: chome
salvador: chava chavita sal chamba
samuel: sam sami samy
sandra: sandrita
santiago: chago santi chaguito yago jim
santos: santitos
sebastian: sebas chano bastian
sebastiana: chana bastiana
sergio: checo yeyo serge
silverio: silver
silvestre: vecho silver
silvia: chiva silvi sylvia
simona: mona
socorro: coco coyo soco
sofia: sofi chofi sophia chofa
soledad: chole cholita sole
susana: susi suzy chana susy susan
telesforo: foro tele
teodoro: teo doro
teofilo: teo filo
teresa: tere techa teresita tete teri theresa
timoteo: timo teo
tomas: tomasito tommy masho thomas
tomasa: tomasita
trinidad: trini
ulises: uli
urbano: bano
valentin: tin vale
valentina: vale tina
vanesa: vane
vicenta: chenta
vicente: chente vincent chentillo vince
victor: vito vic toro
victoria: vicky viky toya toyita vico
virginia: vicky gina vique
wenceslao: vences chelao
yesenia: yesi jessy
yolanda: yola yoli yolis
zacarias: zaca
zenaida: chena naida
zoila: zoilita
"""

ABBREVIATIONS = """
alejandra: aleja
alvarez: alvz
antonio: anto ant
dominguez: dgz dguez dmgz
fernandez: fdz fdez frdz
francisca: fca
francisco: fco
garcia: gcia grc
gomez: gmz
gonzalez: glez glz gzz gonz gzlz
guadalupe: gpe
guillermo: gmo
gutierrez: gtz gtrz gutz
guzman: gzmn
hernandez: hdz hdez hrdz hndz hern
ignacio: igno
jimenez: jmz jmnz
jose: jse
lopez: lpz
manuel: ml
maria: ma mria
martinez: mtz mtnz mtez mrtz
mendez: mdz
mendoza: mdza mza
morales: mrls
perez: pz prz
ramirez: rmz rmrz
rodriguez: rdz rguez rdgz rdrgz rodz
rosario: rsrio
sanchez: schz snchz shz
vazquez: vzqz vqz vasqz
velasquez: vlqz
"""
"""How forms and spreadsheets cut a name; each stands for that one name and no other."""

JOINED = {
    "delacruz": "cruz", "delarosa": "rosa", "delatorre": "torre", "deleon": "leon", "delafuente": "fuente",
    "delcid": "cid", "delossantos": "santos", "delrio": "rio", "delvalle": "valle", "delangel": "angel",
    "delapaz": "paz", "delao": "o", "delatorres": "torres", "delcarmen": "carmen",
}  # fmt: skip
"""Particles that were written together with their surname."""

COMMON = """
maria jose juan luis carlos guadalupe francisco antonio jesus miguel ana rosa pedro manuel juana alejandro jorge
margarita martha marta ricardo roberto fernando teresa angel francisca elizabeth leticia veronica patricia daniel
antonia rafael alejandra gabriela javier eduardo arturo raul sergio mario david marcos victor diego pablo oscar
isabel carmen silvia sandra gloria claudia andrea catarina dominga candelaria mateo pascual domingo tomas andres
sebastian santiago yolanda araceli adriana rosario lucia
hernandez garcia martinez lopez gonzalez perez rodriguez sanchez ramirez cruz flores gomez morales vazquez reyes
jimenez torres diaz gutierrez ruiz mendoza aguilar ortiz moreno castillo romero alvarez mendez chavez rivera juarez
ramos dominguez herrera medina castro vargas guzman velasquez rojas contreras salazar luna ortega guerrero santiago
estrada bautista soto pascual domingo francisco tomas sebastian pedro juan mateo
"""
"""The names that so many bear that two of them together single nobody out in a neighbourhood."""
