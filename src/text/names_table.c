#include "text/names_table.h"

#include <stddef.h>

const char *const names_table[] = {
	/* men */
	"Aleksandr Oleksandr Aliaksandr Alexander Aleksander Sandro Iskander Alessandro Alejandro | Sasha Sashko "
	"Sashka Sanya Sanek Shura Shurik Alik Oles Ales Alex Alec Aleks Olek Olko Sandy Sandr Lex Xander Sashenka "
	"Sashok Oleksa Sandzhyk",
	"Aleksei Oleksii Aliaksei Alexis Aleksiej Alexey Alexius Aleksijus | Alyosha Alosha Alesha Lyosha Lesha "
	"Lekha Olesha Oleksa Olekha Lyonya Alex Aleks Losha",
	"Anatolii Anatolij Anatol Anatole | Tolya Tolik Tolyan Tolek Natol",
	"Andrii Andrei Andrius Andrzej Andriejus Andrew Andreas Andre Andriy Endriu Ondrej Andrejs Andres Anders | "
	"Andriyko Andriyka Andryusha Andryukha Andrus Andriukas Jedrzej Jedrek Andy Drew Dryus Andrik Andriusha",
	"Anton Antanas Antonii Antoni Anthony Antonio Antonijus Antons | Antosha Tosha Tonik Antek Antos Tony "
	"Antosik Toni Antoska Antoha",
	"Arkadii Arkadij Arkadijus Arkady | Arkasha Arik Arkashka Arkadek",
	"Arsenii Arsenij Arsen Arsenijus | Senya Arsik Arsyusha Arsenko",
	"Artem Artyom Artiom Artemii Artemijus Artemas Artsiom | Tema Tyoma Artik Artemko Tyomka Artemka",
	"Arturas Artur Arthur | Artik Turik Art Artie Arti",
	"Benediktas Benedykt Venedikt Benedict | Benas Benek Ben",
	"Benjaminas Beniamin Veniamin Benjamin Venyamin | Ben Benas Benny Venya Beniek Benji",
	"Bohdan Bogdan Bagdan Bogdanas | Bodya Danko Bohdanko Danya Boguś Bogdasha Bodia Dan",
	"Boleslav Boleslaw Boleslovas | Bolek Bolius",
	"Borys Boris Borisas Barys | Borya Borka Boria Borysko Borik",
	"Bronislav Bronislaw Bronius Bronislovas | Bronek Bronya Bronia",
	"Cezary Cezaris Caesar Cezar | Czarek",
	"Danylo Daniil Daniel Danielius Danila Danilo Danil Danielis | Danya Danka Danylko Dan Danny Danek Danilka "
	"Dania Danius Danik",
	"Darius Dariusz Darijus Dario | Darek Dariukas Dariusha",
	"David Davyd Dovydas Dawid Deividas Davids | Dave Dodik Davydko Dawidek Davey",
	"Denys Denis Dzianis Dionizy Denisas Dionis Dennis Deniss | Den Deniska Denchik Denko Denysko",
	"Domantas | Domas Domis",
	"Dominykas Dominik Dominic Domenico | Domas Domis Dom Domenik Minik",
	"Dmytro Zmicer Zmitser Dmitrij Dmitry Dzmitry Dmitrii Dmitrijus Demetrius Dymitr Dmitrijs Demyd Dimitri "
	"Dimitrij | Dima Dimka Mitya Dimon Dmytryk Mityai Mitka Dimas Dimitra Dimych Mytya",
	"Edvardas Eduard Edward Edvard Edvards Eduardas Eduards | Edik Edek Ed Eddie Edis Edukas Edzio Ted Teddy Ned "
	"Edya",
	"Edmundas Edmund Edmunds | Mundek Mundas Ed Eddie",
	"Eimantas Eimant | Eimis",
	"Ernestas Ernest Ernst | Ernis Ernie Erik",
	"Erikas Erik Eric Eriks Eryk | Ricky Rick",
	"Yevhen Evgenii Jevgenij Eugenijus Eugeniusz Eugene Yauhen Evgenij Jevgenijs Eugen Evhenii Yevgeny Yevheniy "
	"| Zhenya Zhenka Zheka Genya Gena Genek Eugenek Gene Genius Yevhenko Zhenia Evhen Gienek",
	"Fedir Fyodor Fiodoras Teodor Teodoras Theodore Fedor Todor Fiodar Khvedir | Fedya Fedka Fedko Tedik Ted "
	"Teddy Teo Fedik Fedenka",
	"Feliks Feliksas Felix | Felek Feliksik Felya",
	"Filip Pylyp Filipp Pilypas Philip Filipas Filips Pilip | Filya Filka Phil Pylypko Pilius Filipek Philly",
	"Fransua Frantsishek Franciszek Pranciskus Pranas Francis Frank Franz Francisco | Franek Franio Pranukas "
	"Frankie Paco Fran Pranciukas",
	"Hennadii Gennadij Genadijus Gennady Henadz Genady | Gena Genka Genya Gesha Hena Henka",
	"Henrikas Henryk Genrich Henry Heinrich Henri Henriks Genrik | Heniek Harry Henris Genya Hank Heniu Heinz",
	"Heorhii Georgij Georgy Jurgis Jerzy George Georgijus Egor Yegor Yehor Jegor Georgs Jorge Georg | Gosha "
	"Zhora Hesha Zhorik Hosha Jurek Jurgutis Georgie Goga Yegorka Egorka Yurko Egorushka Heorha",
	"Hlib Gleb Glebas Glieb Hleb | Glebka Glebushka Hlibko",
	"Hryhorii Grigorij Grigory Grzegorz Grigalius Gregory Ryhor Grigorijus Hryhir Gregor Grigorijs Gregorz | "
	"Grisha Hrysha Grinya Hrytsko Hryts Grzesiek Greg Grzes Grigas Grishka Hritsko",
	"Gediminas Giedymin Gedimin | Gedas Gedis",
	"Gintaras Gintar Gintars | Gintas Ginas Gincas",
	"Giedrius Giedrijus | Giedris Gedas",
	"Ihar Ihor Igor Igoris Igors | Ihorko Igorek Gosha Garik Igorok Ihorchyk Igoryan",
	"Ilja Illia Ilya Ilia Eliasz Elijas Elijah Elias Eljas Ilyas | Ilyusha Ilyukha Illyusha Ilko Illyk Ilyushka "
	"Eli Lyusha",
	"Ignas Ignacy Ignat Hnat Ignotas Ignacijus Ignatii Ignatius | Ignasha Ignius Hnatko Ignacek Nacek Ignaska",
	"Ivan Ioan Jan Jonas John Yan Janis Johann Johannes Jean Juan Yohan Ian Iven Janas | Vanya Vanka Ivanko "
	"Ivasyk Vanyusha Jonukas Janek Jas Johnny Jack Ivas Vano Janko Jasiek Hans Jaska Janka Yanik",
	"Jaroslav Yaroslav Jaroslaw Jaroslavas Iaroslav | Slava Slavik Yarik Yarko Jarek Slavko Yaryk Slawek Jaryk",
	"Jokubas Yakiv Yakov Jakub Jacob Jakov Jekabs Iakov James Jakob Yakub Jokub Jakubas | Yasha Kuba Yakivko "
	"Jake Jim Jimmy Jamie Kubus Jokubelis Yashka Jacek Jeks",
	"Juozapas Yosyp Iosif Jozef Joseph Josyp Osip Juozas Juzef Yosif Jazep Jazeps Jose Osyp | Juozukas Joe Joey "
	"Jozek Osya Yuzik Juzik Josypko Pepe Ziutek Yuz Jozko",
	"Yurii Yury Jurij Juri Iurii Jurijus Jurijs | Yura Yurko Yurik Yurka Yurasyk Yurchyk Yurasik Yurets",
	"Kazimieras Kazimierz Kazimir Kazymyr Kazys Casimir | Kazek Kazik Kazimierukas Kazyuk",
	"Karolis Karol Karl Karlo Charles Carl Karolius Carlos Karlis Charlie | Karolek Chuck Karoliukas Charley "
	"Karlusha Chas Lolek",
	"Kestutis Keistut | Kestas Kestukas",
	"Kyrylo Kirill Kiryl Kirilas Cyril Cyryl Kirilo Kirils Kyryl | Kirya Kiryusha Kyrylko Kirik Cyrylek Kir "
	"Kiryukha",
	"Kostiantyn Konstantin Konstanty Konstantinas Kastus Constantine Kanstantsin Konstantinos Kostyantyn | "
	"Kostya Kost Kostik Kostas Kostek Kostyan Kosta Konstans Kostia Dinas",
	"Krzysztof Kristupas Khrystofor Christopher Kristof Khristofor Kristofer Kristaps Kristoforas Kristofor "
	"Christophe | Krzysiek Krzys Chris Kit Kristis Krzychu Kristoforka Topher",
	"Kristijonas Kristian Christian Krystian Kristijan Khrystyian Kristians | Chris Krys Kristis Kris",
	"Laurynas Wawrzyniec Lavrentii Lawrence Lavrin Laurentius Laurent Lorenzo Lauris Lavrientij Larry | Laurius "
	"Wawrzek Lavrik",
	"Leonid Leanid Leonidas Leonyd Leonids | Lyonya Lonya Lenya Leon Lyonka Lionya Lyoha",
	"Leon Leonas Leo Lev Levko Leonti Leons | Lyova Levushka Lyovka Leonek Leva Levcho",
	"Linas Lin | Linukas",
	"Liubomyr Lubomir Lyubomir Liubomiras | Liubko Lyubko Lubek Liubchyk",
	"Liudvikas Ludwik Ludvik Lyudvik Louis Ludwig Ludvig Luis Luigi Lewis | Ludek Liudas Lou Louie Liudius",
	"Lukas Luka Lukasz Luke Lukash Luca Lucas Lukian Lukasas | Lukaszek Lukis Lukiusz Lukasik Lucky",
	"Maksym Maksim Maksimas Maksymilian Maximilian Maxim Maksims Maxime Maksimilijonas Maksymilijan Maximiliano "
	"| Max Maks Maksymko Maksik Maksiu Maxie Maksas",
	"Mantas Mant | Mantukas Mantis",
	"Marek Markas Marko Mark Markus Marcus Marc | Markiyko Marecek Markusha Marecki Mareczek",
	"Marian Marijonas Marijan Maryan Marianas | Mariukas Maryanko Marianek Marek",
	"Marius Mariusz Mario Marijus Mariuszas | Mariukas Mariuszek Marcys",
	"Martynas Marcin Martyn Martin Martins Martsin Martinas | Martyniukas Marcinek Marty Marcys Martyno",
	"Mateusz Matas Matvii Matvey Matviy Matthew Motiejus Matti Matvei Mathew Matsvey Matthias Maciej Matei "
	"Matejs Mateo Matiss | Matt Matukas Mateuszek Matik Motya Matyusha Maciek Matveyka Matis Matviyko Matty",
	"Mykhailo Mikhail Mykolo Mykolas Michal Michael Mihail Mikhas Michailas Mikhal Mihails Miguel Mikael Michel "
	"Mikhaylo Michailo Mikolas Mykhaylo Mihael | Mykoliukas Misha Mishko Mishka Mykhas Mike Michas Michalek Mick "
	"Mickey Mishanya Miha Mykhailyk Mykhasyk Misiek Mishutka Mihasik",
	"Mykola Nikolai Mikalojus Mikolaj Nicholas Mikalai Nikolaj Nikolay Nikolajus Nikolajs Nicolas Nikolas Mikola "
	"Nikolaus Niklaus Klaus Niklavs Nikolaos | Kolya Kolka Mykolka Nick Mikas Mikolajek Nikolka Kolian Nik Nicky "
	"Koliunya Mikolka Nikolasha Klavs Niko Kolyan Kolia",
	"Mindaugas Mindovg Mindaug | Mindas Mindukas Mindziukas",
	"Miroslav Myroslav Miroslaw Miroslavas | Slava Myros Mirek Slavik Mirko Myrko Slavko",
	"Modestas Modest Modests | Modis",
	"Mstyslav Mstislav Mscislaw | Slava Slavik Stivka",
	"Nazar Nazarii Nazarius Nazarij | Nazarko Nazarchyk Nazik",
	"Nikita Mykyta Mikita Nikitas | Nik Nikitka Mykytka Nikitos Niki Nika",
	"Nojus Noah Noi Noj | Nojukas",
	"Oleh Oleg Aleh Olegas Olegs Olieg | Olezha Olezhka Olezhyk Olko Lelik Olehko",
	"Omelian Emilian Emelyan Yemelyan Emilijus Emilis Emil Emile Emilio | Milko Emilek Emilka Melko",
	"Orest Orestas | Orestko",
	"Ostap Astap Eustachy | Ostapko Ostapchyk",
	"Panteleimon Pantelei Panteleymon | Panko Pantya Panas",
	"Opanas Afanasii Afanas Panas Apanas Afanasijus Athanasius | Panasko Afonya Afonka",
	"Pavlo Pavel Paulius Pawel Paul Povilas Pavelas Pablo Paolo Pavol Pavils Paval Paulis Povils | Pasha Pashka "
	"Pavlik Pavlyk Pavlus Povilukas Pawelek Pavlusha Paulie Pavlyusha Pavlunya Pablito",
	"Petro Petr Piotr Petras Peter Pyotr Pedro Pietro Piatro Pjotr Peteris Petri Piotras Pierre Petar Petyr | "
	"Petya Petryk Petka Petrus Petriukas Piotrek Pete Petko Petrusha Petrik Pietrek Piotrus",
	"Platon Plato Platonas | Platosha Platonko Tosha",
	"Prokhor Prohor | Prosha",
	"Rafal Rafael Rapolas Raphael Rafail Rafaelis Raffaele Rapols | Rafik Rafalek Rafa Rapoliukas",
	"Raimundas Raimondas Rajmund Raymond Raimonds Raimund Raimond Ramon Raymund | Raimis Ray Mundek Raimukas "
	"Raimka",
	"Ramunas | Ramas Ramukas",
	"Richardas Ryszard Richard Rycharde Richards Ricardas Riccardo Ricardo Richardo | Rysiek Rich Dick Ricky "
	"Rysio Ricius Rick Richie",
	"Robert Robertas Roberts Roberto Robertus | Bob Rob Bobby Robbie Robek Robik Robertukas Robcio Bert Robis",
	"Rodion Rodionas Radzivon | Rodya Rodik Rodka",
	"Roman Romanas Ramanas Romans Raman Romano | Roma Romko Romka Romchyk Romek Romas Romukas Romchik Romik Rom",
	"Romualdas Romuald | Romas Romek Aldas",
	"Rostyslav Rostislav Rastislau Rostislavas Rosciszlaw | Rostyk Slava Rostik Slavik Rostko",
	"Ruslan Ruslanas | Rusya Rusik Rusek Ruslanchik",
	"Rokas Roch Rochas | Rokis Rokutis",
	"Rimantas Rymantas | Rimas Rimukas Rimka",
	"Rytis | Rycka Rytukas",
	"Saulius Saul | Sauliukas",
	"Samuil Samuel Samuelis Samuilo | Sam Samik Sammy Mulya",
	"Serhii Sergej Sergey Sergiusz Sergejus Siarhei Sergio Sergejs Serge Sergiy Serzhuk Sergius | Seryozha "
	"Serezha Serhiyko Seryoga Seryi Serko Serzh Serik Seriozha Serezhka Sierioza Serha Serega",
	"Semen Semyon Simon Simonas Szymon Siamion Simeon Semionas Simas Symon Symeon Simons | Syoma Sema Senya "
	"Semko Szymek Simukas Si Semenko Simka Siomka",
	"Skirmantas Skirmunt | Skirmis",
	"Sofron Sofronii | Sofronko",
	"Stanislav Stanislaw Stanislovas Stanislavas Stanislau Stanislavs Stanislaus Stasys | Stas Stasik Stasiukas "
	"Stan Slava Staszek Stach Stasyk Stasko Stanko Slavik Stanley Stasis Staska",
	"Stepan Stefan Steponas Stephen Steven Stsiapan Szczepan Stephan Stefanas Steve Esteban Stefans Stefano "
	"Etienne | Styopa Stepko Stefek Stevie Styopka Steponukas Stiopa Stepka Steffen Stefanko",
	"Sviatoslav Svyatoslav Swietoslaw Sviatoslavas | Slava Svyatik Slavik Sviatko Svyat Sviatyk",
	"Taras Tarasas Tarass | Tarasyk Tarasko Tarik Tarasik Tarasiuk",
	"Tadas Tadeusz Fadei Tadei Thaddeus Tadeush Tadeusas Tadeo Tadej | Tadek Tadukas Tadzio Tad Tadzik",
	"Tomas Tomasz Foma Thomas Khoma Tamas Tomash Toms Tommaso | Tom Tomek Tommy Tomukas Tomcio Tomko Khomka "
	"Tomik",
	"Tymofii Timofei Timofey Timotiejus Timothy Tsimafei Tymoteusz Timofejs Timotheus Tymofiy | Tima Tymko Tim "
	"Timokha Tymek Timmy Timka Timosha Tymish Timon",
	"Tymur Timur Timuras | Tima Timka Timurchik Tym",
	"Ugnius | Ugnis",
	"Vadym Vadim Vadimas Vadzim Wadim Vadims | Vadik Vadya Vadyk Vadimka Vadka Dima",
	"Vaidotas | Vaidas Vaidis",
	"Vaclovas Viacheslav Vyacheslav Vaclav Waclaw Viaceslav Vecheslav Viaceslavas Wenceslas Venceslav | Slava "
	"Slavik Vacius Wacek Vyachko Slavko Vyacha Wiesiek Slavka Slawa",
	"Wieslaw Veslav Vieslav Vislav Vieslavas Vislavas | Wiesiek Wiesio Slawek",
	"Valdas | Valdukas Valdis",
	"Valentyn Valentin Valentinas Walenty Valentine Valiantsin Valentins Valentino | Valya Valik Valek Walek "
	"Valius Val Valentynko Valyk Valent",
	"Valerii Valerij Valerijus Walery Valery Valerian Valerijs Valerio Valeriy Walerian | Valera Valerka Lera "
	"Valyk Valerik Valerchyk Valeryk Val",
	"Vasyl Vasilii Wasyl Vasilijus Bazyli Basil Vasil Vasilius Vasyli Vasilijs Vassily Vasilis Basilius Bazil "
	"Bazilijus | Vasya Vasylko Vaska Vasilyok Vasek Vasylyk Vaso Vasko Vasyok Vasiok",
	"Viktor Viktoras Wiktor Victor Viktar Viktors Vittorio | Vitya Vitka Vic Vitek Wiktorek Vityok Vitas Vikas "
	"Vityan Vitia",
	"Vilius Vilhelmas Wilhelm William Vilgelm Wiliam Viljam Viljamas Vilhelms Guillermo Guillaume Wilhelmas | "
	"Will Bill Billy Willy Vilis Vilya Liam Bili Willie Wil",
	"Vincas Vincentas Wincenty Vincent Vikentii Vikentij Vincente Vincents | Wicek Vince Vinnie Vincukas Vin "
	"Wicus",
	"Vitalii Vitalij Vitalijus Witalij Vital Vitaly Vitalis Vitalijs Vitaliy Vitalius Vitaliusz | Vitalik "
	"Vitasik Vitalyk Talik Vitalya Vitalka Vitasyk Vitos",
	"Vytautas Witold Vitovt Vitaut Vitold Vitoldas Vitautas | Vytas Vytukas Witek Vytis Vitas Witus Vycia",
	"Vladyslav Vladislav Wladyslaw Vladislovas Uladzislau Vladislavas Vladislavs Ladislav Ladislaus Ladislao "
	"Vladas | Vlad Vladik Slava Wladek Slavik Vladzik Vladyk Wladzio Ladek Vladko Vladysko Vlada Valdzius "
	"Wladzik",
	"Volodymyr Vladimir Uladzimir Vladimiras Wlodzimierz Waldemar Volodimir Vladimirs Wolodymyr Valdemaras "
	"Vladymyr Voldemar Valdemar Voldemars Valdis | Vova Volodya Vovka Vovochka Wlodek Vovchyk Volodka Vladik "
	"Vlad Volodko Vovan Valdas Vovik Volod Vladko Waldek Vovcik",
	"Vsevolod Vsievolod Usevalad Vsevolodas Wszewlod | Seva Sieva Sevka Volodya",
	"Zakhar Zachary Zacharij Zachariasz Zacharijus Zakharii Zacharias Zahar | Zakharko Zach Zacharka Zack",
	"Zbigniew Zbignev Zbigniewas Zbignevas | Zbyszek Zbysiek Zbych Zbyszko",
	"Zenonas Zenon Zinovii Zinovij | Zenek Zenius Zenka Zinko Zenyk",
	"Zigmantas Zygmunt Sigismund Zigmund Zigmas Zygmont Sigmund Zigismund Zigmunds | Zyga Zygmus Sigi Zyzio",
	"Zydrunas | Zydrius Zydrukas",
	"Zygimantas | Zygis Zygiukas Zigis Zygimas",
	"Yan Jan Yanis Jonas | Yanik Yanko",
	"Algirdas Olgierd Olgerd Olgerdas Olgerts Algird | Algis Algiukas Algyts Algius",
	"Algimantas | Algis Algius Algiukas",
	"Alfredas Alfred Alfreds Alfredo | Fredis Alf Fred Fredek Alfis",
	"Albertas Albert Albrecht Alberts Alberto Albertus Olbracht Albrekht | Al Bert Alik Bertas Bertie Albercik "
	"Albertik",
	"Adomas Adam Adams Adamo | Adamek Adas Adamko Adomelis Adamchyk Adomukas",
	"Adrian Adrianas Adrijus Adrijan Adrien Andriian Adrians Hadrian Andrian | Adrianek Ade Adris Adya",
	"Augustinas Augustyn Augustine Avgustin Augustas August Avgust Agustin Augusts | Augis Gustas Gus Gucio Augi "
	"Gustek Augustukas",
	"Arvydas Arvidas Arvids Arvid | Arvis Arviukas",
	"Audrius | Audris Audriukas",
	"Ausrius | Ausris",
	"Aurimas | Auris Aurimukas",
	"Arnas Arno Arnoldas Arnold Arnolds | Arnis Arnie Arnukas",
	"Ahmad Ahmed Akhmed Achmed Akhmat Akhmet Ahmet | Hamid Ahmedik",
	"Muhammad Mohammed Mohamed Muhamed Magomed Mukhammed Mehmed Mohammad Mahomet Mahamad Muhammed Mahmed Makhmed "
	"| Maga Mo Moha Hama Muha",
	"Yusuf Yousef Yusup Youssef Jusuf Jussuf Iusuf Yosef Yusif | Yusufchik",
	"Abdullah Abdulla Abdallah Abdulah | Abdul Abdu",
	"Hassan Hasan Gasan Khasan Hassane Hasaan | Hasanchik",
	"Hussein Husein Gusein Huseyn Husayn Khusein Hussain Hosein Huseynn | Husik",
	"Ibrahim Ibragim Ibrahima Ebrahim Avraam Abraham Abram Abraomas Avram Abrahamas Avrom | Abe Ibro Ibra Avi "
	"Abrasha",
	"Ali Aliy Aly | Alik",
	"Omar Umar Omer Umer | Umarchik",
	"Ismail Ismael Izmail Ismaeel Ismayil Ishmael | Isma",
	"Levan Leon Levani Leonti | Leo Levanchik",
	"Giorgi Georgij Heorhii Jurgis | Gia Gio Goga Gogi Zhora",
	"Davit David Davith Davyd | Dato Datuna",
	"Harutyun Arutyun Artyun | Harut Arut Artush",
	"Karen Garen Karens | Karenchik",
	"Tigran Digran | Tiko Tigo",
	"Nikoloz Nikolai Mykola | Nika Niko",
	"Rashad Rashid Rashit Rasheed | Rash",
	"Ramaz Ramazan Ramadan Ramzan | Ramik",
	"Patrikas Patryk Patrick Patrik Patriks | Pat Paddy Patrys",
	"Oskaras Oskar Oscar Oskars | Oskis Ozzy Oskarek",
	"Gustavas Gustav Gustaw Gustave Gustavs Gustaf | Gustas Gus Gucio Gustek",
	"Hubertas Hubert Huberts | Hubi Bertas Hubercik Bert",
	"Hermanas Herman German Germanas Hiermann Hermanis Hiermanas | Gera Hera Manya Hermi",
	"Justinas Justyn Justin Ustyn Iustin Justus Yustin | Justas Just Justinek Ustynko Justukas",
	"Justas Justus Yust | Justukas",
	"Jeremijas Jeremi Yarema Yeremiia Jeremiah Ieremiia Jeremy Yeremei | Jerry Jarema Yaremko Jem",
	"Liudas Ludas | Liudukas",
	"Nerijus | Neris Nerijukas",
	"Natanas Nathan Natan Nataniel Nathaniel Natanielius | Nate Nat Nath",
	"Norbertas Norbert Norberts | Bertas Norbi Norbas",
	"Remigijus Remigiusz Remigius | Remis Remek Remigas",
	"Ricardas Ryszard Richard | Ricius Rysiek",
	"Rolandas Roland Rolands Orlando Rolando | Rolis Rolek Roly Rolka",
	"Teofil Teofilis Feofil Theophilus Teofilius | Filek Teo",
	"Vilmantas | Vilmis Vilius",
	"Virginijus Wirginiusz | Virgis Virginas Virga",
	"Virgilijus Wergiliusz Virgil Virhilii | Virgis Virg",
	"Wojciech Vaitiekus Voitekh Vojtech Adalbert Vaitekus Voitsekh Voitech | Wojtek Wojtus Voitek Vaitas",
	"Zdzislaw Zdislav Zdzislav Zdislavas | Zdzisiek Zdzich Zdzis",
	"Boguslaw Bohuslav Boguslavas Bohuslau Boguslav | Bogus Bogusiek Slava Bohus",
	"Przemyslaw Pshemyslav Premysl Przemyslav | Przemek Przemo Slawek",
	"Slawomir Slavomir Slavomiras | Slawek Slava Slavik Slawko",
	"Radoslaw Radoslav Radoslavas | Radek Radzio Slava",
	"Jacek Hiacynt Jacenty | Jacus Jacunio",
	"Dainius | Dainis Dainiukas",
	"Deimantas | Deimis",
	"Donatas Donat Donato Donats | Donis Donka Donatukas",
	"Egidijus Idzi Giles Egidio Egidijs | Egis Egidas Egutis",
	"Evaldas Ewald Evald Ewalds | Evas Valdas",
	"Haroldas Harold Haralds Harald Haraldas | Harry Hal",
	"Kipras Kiprian Cyprian Kiprijonas Kupriian Kuprian Cyprijan | Cypek Kupriyan",
	"Lech Lechas Lekh | Leszek Leshek Lecho",
	"Leszek Leshek Leškas | Lesio Leszko Lech",
	"Tautvydas | Tautis Vydas",
	"Vygantas | Vygis",
	"Zilvinas | Zilvis",
	"Eduardo Edvardas Eduard | Edu Lalo",
	/* women */
	"Aleksandra Oleksandra Aliaksandra Alexandra Aleksandrina Alessandra Alejandra | Sasha Sashka Shura Sandra "
	"Ola Alya Lesya Olesia Alex Sashunya Sanya Lexi Olenka Olka Oleska Asya Alesia",
	"Agata Agafia Agatha Ahafia Agota Hafia | Agatka Aggie Hafiyka Gasha Agafya",
	"Agne Agnieszka Agnes Agniya Agnesa Ahnessa Inessa Ines Agnija Agnese Agnia | Aga Agnyte Agusia Agna "
	"Agniukas Jagna Agnieha Aggie",
	"Alla Ala | Alka Alochka Allochka",
	"Alina Alyna | Alya Alinka Alinochka Lina Ala",
	"Alona Aliona Alyona Alena | Alyonka Lyona Lena Alyonushka Alonka",
	"Alesia Olesia Lesya Alesya Lesia Olesya | Olesyunya Oleska Lesyunya",
	"Alisa Alice Alicja Alicia Alise Alicija Alisia | Alya Liska Ala Aliska Alisochka Ali Lisa",
	"Ana Anna Ona Hanna Ganna Anne Ann Hannah Anete Onute Annette Anneta Anusha Anika Hana | Anya Hanka Halya "
	"Hannusya Annie Ania Anka Anechka Nyura Asya Anyuta Nyusha Nan Nancy Annushka Hanusya Onyte Anyusha Annuska "
	"Aniutka Hanuska Anita Nyuta Niura Anusia Onka",
	"Anastasia Nastasia Anastazja Anastazija Nastassia Anastasiia Nastasiya Anastasija | Nastya Nastia Asya "
	"Nastusya Stasya Nastka Nastena Tasia Nastenka Stacy Nastunya Ana Stasia Asta Nastasya Nastusia",
	"Angelina Anhelina Anzhelina Andzelina Angelyna | Lina Angie Gelia Linka Angel Helya",
	"Angela Anzhela Andzela Anhela | Angie Anzhelka Gela Andzia",
	"Angelika Anzhelika Andzelika Angelica Anzelika Anhelika Angelique | Lika Angie Anzhelka Andzia Likusia",
	"Anelija Aniela Anelia Anelya | Anielka Nela Nelka Anelka",
	"Antonina Antanina Antonia Antoinette | Tonya Tosya Tonia Antosia Nina Tonka Tonechka Toni Tosia Antoska",
	"Asta | Astute Astele Astuke",
	"Ausra Aushra Ausrine | Ausryte Ausrele",
	"Austeja | Auste Austyte Ausciukas",
	"Barbara Barbora Varvara Varvora Barbare | Basia Varya Varka Barbie Barbute Basienka Varenka Babs Varia "
	"Barbe Varyusha Barb",
	"Beata Beate Biata | Beatka Bea Beti",
	"Beatrice Beatrisa Beatriz Beatrycze Beatrise Beatryche Beatrix Beatryce | Bea Trixie Beatka",
	"Birute Biruta | Birutele Bira Birutke",
	"Bogdana Bohdana Bagdana | Danka Dana Bohdanka Bohdasya Bodya",
	"Bronislava Bronislawa Brone | Bronia Broncia Bronya Bronka",
	"Cecilija Cecylia Cecilia Tsetsyliia Cecile Sesilia Cecily | Cesia Cilia Celia Cyla Cila",
	"Daiva | Daivute Daivyte",
	"Dalia Daliia Dalya | Daliute Dalyte Dala Dalka",
	"Daniela Daniele Danieliia Daniella Danyela | Dana Danka Danielka Daniute",
	"Danguole | Dangute Dangule Dange",
	"Daria Darya Dariia Darija Dasha Daryna Darina Darja Odarka | Dashka Darka Darynka Dashenka Darusya Dasia "
	"Dashunya Darcia Dashuta",
	"Diana Dijana Dyana Diane Deanna | Dianka Dina Di Diya Dianochka Dianute",
	"Dominika Dominyka Dominique Domenica | Domka Nika Domi Dominikele Minka Domicela",
	"Dorota Dorothea Doroteja Dorofeia Dorothy Darafeia Doroteya Dorothee | Dorotka Dora Dot Dorka Dosia Dottie "
	"Dorcia",
	"Edita Edyta Edith Edyte | Edzia Edytka Ditka Edituke Editka",
	"Egle Ehle Eglia | Eglute Eglyte Egliukas Egliuke",
	"Elena Olena Helena Yelena Jelena Alena Elen Helen Ellen Alyona Aliona Elene Eleni Helene Heliena Galena "
	"Elaine Hellen Ileana Elana | Lena Lenka Olenka Lenochka Alyonka Ela Elenute Hela Lesya Olesia Nell Lyolya "
	"Helenka Olenochka Hania Lenusik Nellie Lyona Helcia Elyte Lenulya Elenka",
	"Eleonora Eleanor Elianora Leonora Leonor Elinor | Nora Ella Nell Ela Lora Norka Ellie Elya",
	"Elvyra Elvira Elwira Elvire | Ela Elya Ira Elvirka Vira Elvyrute Elka",
	"Elzbieta Yelyzaveta Elizaveta Elizabeth Elisabeta Elzbeta Lizaveta Elisabeth Elise Jelizaveta Elizabete "
	"Elspet Elisabet Ielyzaveta Elize Liza Lizaviet | Ela Elka Beth Betty Lizka Liz Bella Lisa Elzunia Iza Bela "
	"Lizochka Lizzie Ella Eliza Eli Bess Betsy Lizunya Elzyte Elya",
	"Izabela Izabelle Isabella Isabel Isabelle Izabele Izabel Isabela | Iza Bela Bella Izunia Izabelka Belka",
	"Ema Emma | Emute Emi Em Emmy Emka",
	"Amelija Amelia Amalia Amalija Amelie Ameliia Amaliia | Mela Melia Amelka Melka Amalka Milly",
	"Emilija Emilia Emiliia Emily | Mila Ema Emilka Emilyte Emiliute Milka",
	"Erika Eryka Erica | Era Erikute Erka Rika",
	"Eva Yeva Ieva Ewa Eve Jeva Jieva Eua | Evute Ievute Ewka Evochka Ewunia Evie Evka Evunia Ievule Yevka",
	"Evelina Ewelina Evelyn Ewelyna Evelin Eveline | Ewelka Eva Lina Evie Evelinka Ewcia Eve",
	"Faina Fayina Phaina | Faya Fainka Fania Fanya",
	"Gabija Habiia | Gabyte Gabi Gabute",
	"Gabriela Gabriele Habriela Gabrielle Gabryela Habryela Gabriella | Gabi Gabrysia Gaby Gabe Gabrielute Gabka "
	"Gabija Briela",
	"Galyna Halyna Galina Halina | Galya Halka Halia Galka Galochka Halynka Halinka Galinka Alka Gala "
	"Halusia Galyuska Hala",
	"Genovaite Genowefa Genevieve Henovefa Genoveva Genovefa Ganovefa | Gene Genia Genute Genka Gienia Genya "
	"Vefa Gena",
	"Gertruda Gertrude Hertruda Gertrud Giertruda | Gerda Trude Trudy Gerta Truda",
	"Giedre | Giedryte Giedrute Gedryte Giedruze",
	"Gintare Hintare | Ginte Gintarele Gintaryte",
	"Gitana | Gita Gitute",
	"Grazina Grazyna Hrazhyna Grazhina | Grazyte Grazynka Grazia Grazinute Grasia Graza Grazka",
	"Goda | Godute Godele",
	"Ina Inna | Innochka Inka Innusya Inusia Inusya",
	"Inga Inha | Ingute Inhusya Ingusya Ingula",
	"Ingrida Inhrida Ingrid Ingryda Ingride | Inga Ingridute Inka Ingute",
	"Irena Iryna Irina Irene Arina Iren Irine Oryna Yryna Aryna Irenia | Ira Irka Irochka Irynka Ina Irynochka "
	"Irenka Irute Iris Irusya Arisha Rina Irunya Irusik Irisha Irusia Renia Irenute Iruska",
	"Ivanna Ivana Ioanna Ivanka Jovana Joanna Joana Jana Yana Johanna Jane Joan Zhanna Ianna Zana Gianna Jeanne "
	"| Asia Joasia Vanya Jo Vanna Joanka Janka Janute Zhannochka Yanka Yanochka Joanute Aska Jenny Zhanka Janina",
	"Yana Jana Iana Ianina Janina Yanina | Yanka Yanochka Janka Janute Janutka Yanusya Jania Yasia Janinute Nina "
	"Yanusia",
	"Jadvyga Jadwiga Yadviga Iadviha Hedwig Jadviga Jadvyha Yadvyha | Jadzia Jadze Yadya Iga Jadzka Jaga",
	"Jekaterina Kateryna Ekaterina Katarzyna Kotryna Katerina Kacjaryna Katherine Catherine Katsiaryna Katrina "
	"Yekaterina Katharina Katryna Katarina Kathryn Katrin Catalina Katre Kathleen Caterina Katrine | Katya Kasia "
	"Katia Katrusya Kate Katie Katka Katyusha Kotryte Katiusha Kaska Katy Kathy Katrya Kit Katrunia Kat "
	"Katerynka Kaśka Katarynka Katenka Katrutė Katiuska Katja Cathy Karina Rina Trina",
	"Jolanta Yolanta Iolanta Yolanda Jolanda Iolana Iolanda Jolante | Jola Jolka Jolyte Jole Yola Jolita Jolcia",
	"Judita Judyta Judith Yudita Judite Yudyta Iudif Judif | Judy Judka Jude Dita Judytka",
	"Jurgita Jurga | Jurgute Jurgyte",
	"Julija Yuliia Yulia Julia Julie Iuliia Julya Yuliya | Yulya Yulka Julka Yulechka Julcia Julyte Jul Yulchyk "
	"Julita Yuliasha Julika Jula Yulchik Jules Yulenka Ulia Yulasya",
	"Justina Justyna Ustyna Yustyna Iustina Ustinia Justyne Justine Yustina | Justysia Justa Justute Justynka "
	"Ustia Ustynka Justinka",
	"Kamile Kamila Kamilla Camilla Camille Kamilija Camila | Kama Kamilka Kamute Mila Kamilyte Milla Cami Kamcia",
	"Karina Karyna Carina Kareena Karine Karin | Karinka Kara Karinochka Rina Karisha",
	"Karolina Karolyna Caroline Karalina Carolina Karoline Carolyn Carol | Karola Karolinka Lina Karolka Carrie "
	"Karute Lola Karlija",
	"Klara Clara Klaara Clare Claire | Klarka Klarute Klarcia",
	"Klaudija Klaudia Klavdiia Claudia Klavdija Klavdya Claudine Klaudyna Klavdia | Klava Klaudusia Klaudka "
	"Klaudute Klavochka Klaudi Klavka Klavdusha",
	"Kristina Khrystyna Krystyna Christina Kristine Hristina Christine Krystsina Christiana Kristiana Khristina "
	"Krysten Kristen Cristina Krysia Kirsten | Tina Khrystia Kris Krystia Chris Kristia Krystynka Khrystynka "
	"Kristute Kristya Hrystia Chrissy Krystka Krysteczka Krycha Hristya Kriste Kristi",
	"Ksenia Oksana Kseniia Aksana Xenia Aksinia Oksanna Ksenija Oxana Kseniya Ksiusha Aksinja Ksenya | Ksyusha "
	"Ksenka Oksanka Oksanochka Ksana Xena Ksyunya Sana Ksusha Oksi Ksyuha Ksyukha",
	"Larysa Larisa Laryssa Larissa | Lara Lora Larka Loryska Larysonka Larochka Larusya Laris Larute",
	"Laura Lavra Laure Lora Lauryna Laurina Lauren Laurence Lavryna Lauretta | Laurute Lauryte Laurka Lori Lolly "
	"Laurcia Loretta",
	"Lidija Lidiia Lidia Lydia Lidzia Lidiya Lidya | Lida Lidka Lidusia Lidochka Lyda Lidusya Lidute",
	"Lilija Liliia Lilia Lilian Lily Lilya Lilianna Lillian Liliana Lila Lilijana | Lilka Lili Liliute Lilusia "
	"Lil Lilechka Lilusya Lilyte",
	"Lina Lyna | Linute Linka Linyte Linusia",
	"Liudmyla Ludmila Lyudmila Liudmila Ludmyla Ludmilla Milda Liudmilla | Lyuda Liuda Mila Lyusya Ludka Liusia "
	"Milka Lucia Luda Lyudochka Lyuska Liudka Ludeczka Liudute Liusya Lyudka Milochka Luska Lyudasik",
	"Liubov Lyubov Lubov Liubou Lubow Liubava | Liuba Lyuba Lyubasha Liubka Luba Lyubochka Liubasha Lyubka "
	"Liubasia Lubka Lyubonka",
	"Liucija Lucyna Lucja Lucia Lucy Liutsiia Liucina Luciia Lucie Lucille Lukia Lukeria Lucinda Luciana | Liuce "
	"Lucynka Luska Lusia Liuciute Lusya Luce Cindy Liucyte",
	"Luiza Louise Liudvika Ludwika Lyudvika Ludvika Louisa Luisa Luise | Luizka Ludka Lou Lulu Lusia Louie "
	"Ludusia",
	"Malgorzata Margarita Marharyta Margaret Margareta Margo Margaryta Marhareta Magryta Margareth Margaretha "
	"Margherita Malhozhata Margarida Margrieta Margot Margret | Rita Gosia Ritka Maggie Margosha Rytka Meg Peggy "
	"Greta Malgosia Margute Margusha Marga Margitka Ritochka Ryta Mags Gretchen Margosza Goska Malgoska Daisy "
	"Magi",
	"Magdalena Madlena Magdalyna Magdalene Mahdalena Magda Magdelena Madeleine Madalena Madeline Magdale | "
	"Madzia Magdute Lena Magdusia Maddie Magdzia Magdele Mada Dalena",
	"Maria Mariia Marija Marya Mary Marie Mariya Maryia Maryja Maryam Mariam Miriam Miriama Mariami Meri | Masha "
	"Mashka Marichka Marusya Marysia Maryte Mania Manya Molly Mashenka Marika Masia Maniusia Marijka Musya Masza "
	"Maryska Majka Mariyka Mariukas Marusia Maika Mashunya Marute Polly Mimi Minnie Marylka Maritsa Maja "
	"Mashulya Maruska Marynia Mashuta",
	"Marianna Maryana Mariana Marjana Marianne Marijona Maryanna Marian Mariane | Marianka Maryanka Masia "
	"Marijonyte Yana Ana Marysia Marysya",
	"Marina Maryna Marine Marena | Marinka Marynka Marisha Rina Marynia Mara Marinochka Maryska Marisia",
	"Marta Martha Marfa Matha Marthe | Martusia Martute Martynka Marfusha Martochka Martuszka Martyte Marcia "
	"Patty",
	"Martyna Martina Martine Martyne | Martynka Martynia Marta Tina Martusia Martinka",
	"Melania Melaniia Milana Malania Melanie Malanka Melanija Malanya | Mela Milka Lania Milanka Mel",
	"Milda | Mildute Mildele Milde",
	"Mykhailyna Michalina Mikhalina Michelle Michaela Mikalina Michele Mihaela Mykolina Michaelina | Michasia "
	"Misia Shelly Mishel Michalinka Michelka",
	"Migle Mihle | Miglute Miglyte Migliukas",
	"Monika Monica Manika Monique Monyka | Monia Monisia Nika Monikute Monya Mona Moniczka Monte",
	"Myroslava Miroslava Miroslawa Miraslava | Slava Myrosia Mirka Mira Myra Mirusia Slavka Miroska Mirochka",
	"Nadiia Nadezhda Nadezda Nadzeia Nadieżda Nadia Nadija Nadine Nadieja Nadiezda Hope Nadeja | Nadya Nadka "
	"Nadiusha Nadiyka Nadyusha Nadiechka Nadusia Nadyuha Nadzia Nadenka",
	"Natalia Nataliia Natalija Natallia Natalie Natalya Natasha Nathalie Natallja Natalyia Nataliya Natalja "
	"Talija | Nata Natalka Natasza Natka Natalochka Talia Natusia Natusya Natashka Talya Natulia Natasa Tasha "
	"Natusik Natalcia Nat Tala Natusja Nataska Natal Natulya",
	"Nina Ninel Nyna | Ninka Ninochka Ninusia Ninusya Ninute Ninulya",
	"Nijole | Nijolyte Nijolute Nijoluke",
	"Olga Olha Volha Helga Olgerda Wolha Oleha | Olya Olka Olenka Ola Olechka Olunya Lyolya Olyusha Lyalya Olia "
	"Olute Olgute Olyunya Olusia Loli Olenia Olcia",
	"Olimpija Olimpiia Olympia Olimpia Olimpiada Alimpiada Lipa | Pia Olimpka",
	"Polina Paulina Palina Pavlina Pauline Pavlyna Polyna Paulyna | Polya Paulinka Paula Polinka Paulute Poli "
	"Polinochka Pola Pavlinka Polia Pavlusia Polichka Pavlynka Lina",
	"Paula Paola Pavla Paulia | Paulka Paulute Pola",
	"Apolonija Apolonia Apollinaria Apolinariia Apolonyia Apalonia | Pola Polia Polya Lonia",
	"Patricija Patrycja Patricia Patrytsiia Patrice | Patrysia Pat Patsy Patty Tricia Pati Patrute Trish Pattie "
	"Patka Patris",
	"Praskovia Paraska Prasedia Paraskeva Paraskoviia Praskovya | Pasha Parasia Parania Odarka",
	"Raisa Raissa Rayisa Raisia | Raya Raika Raia Raiechka Rayka Raisute Raysia",
	"Ramune Romana Romualda | Rama Ramute Ramunele Roma Romka",
	"Rasa | Rasute Rasyte Raska",
	"Raimonda Rajmunda Raymonde | Raimute Monda",
	"Regina Rehina Reginna Regyna | Rena Reginka Rega Regute Rina Reginute Inka",
	"Renata Renate Renee Renatta Rienata | Renia Renka Reniukas Natka Renatka Rena Renatute Nata Reniute",
	"Roksolana Roxolana Raksalana Roxana Roksana Roxanne Ruslana | Roksa Lana Roxie Roksanka Roxy Roksi",
	"Rosa Roze Roza Rozalia Rozalija Rose Rosalie Ruzha Rozaliia Rosalia Rosaria Rozalie | Rozka Rozochka Rozia "
	"Rozyte Rosie Ruzia Roz",
	"Ruta Ruth Rut Ryta | Rutele Rutyte Rutute Rutka Ruciukas Ruthie Rucia",
	"Rimante Rima | Rimute Rimuke Rimyte",
	"Samanta Samantha | Sam Sammy Mantha Samante Saman",
	"Sara Sarah Sarra Sarai Sora Saara | Sarka Sarochka Sally Saryte Sadie Surka",
	"Saule | Saulute Saulyte Sauliuke",
	"Simona Symona Simone Szymona Siamona Simonna | Simka Mona Simute Simonute Moni Symcia Sima",
	"Snezhana Snizhana Sniezana Snezana Snizana | Snezhka Snezhanka Zhana Sniezka",
	"Sofia Sofiia Zofia Sophia Sofija Sofya Safia Sophie Zofija Sofie Sofiya Sofja Sonja | Sonya Sonia Zosia "
	"Zoska Sofiyka Zoja Sofa Sonka Sofyte Sonechka Sofochka Zofiute Sofijka Sofi Sophy Zocha Sonyusha",
	"Solomia Solomiia Salomea Salomeja Salomiia Saliamiia Salome Solomija Salomia | Solia Solya Solomka Salomka "
	"Salia Mela Solka",
	"Stanislava Stanislawa Stase | Stasia Staska Stasyte Slava Stasya Stacha",
	"Stefania Stefaniia Stephanie Stefanija Stepanida Stefanie Stsefaniia Stepanka Stefaniya Steponija Stepaniia "
	"| Stefa Stefka Steffi Stefcia Stepka Stesha Stefute Fania Stef",
	"Svetlana Svitlana Swietlana Sviatlana Svietlana Switlana Svetlanna | Sveta Svitlanka Lana Svetka "
	"Svitlanochka Svetik Svetochka Svieta Sventa Svita Swieta Lanka Svetulya Svitka Svetlanka Swietka",
	"Sylvija Sylwia Sylvia Silvia Silvija Silva Silvie Sylviia Sylvie Silvana | Sylwka Sylwunia Silvute Silvyte "
	"Sil",
	"Taisia Taisiia Taisija Taisiya Thais Tais Taissia Tayisiia | Taya Tasya Tasia Taika Taiechka Tayka Taska",
	"Tamara Tamar Tamarra Tamari | Toma Tamarka Tamarochka Tamusia Tomka Mara Tamute Tamusya",
	"Tatiana Tetiana Tatjana Tacjana Tatsiana Tetyana Tatyana Tatiane Taciana Tanja Tetjana | Tania Tanya Tanka "
	"Taniusha Tanechka Tetianka Tancia Taniukha Tatka Tanyusha Tata Tanyuha Tanyukha Taniuska Tanusia Tanulya "
	"Tetianochka",
	"Teresa Teresia Teresė Tereza Theresa Terese Taresa Therese Tereziia Teresija Tereze | Tereska Renia Tess "
	"Terry Terka Terute Resia Terenia Teresyte Tessa Resi",
	"Ugne Uhne | Ugnyte Ugnute",
	"Uliana Ulyana Julijona Julianna Yuliana Ulana Ulianna Uljana | Ulya Ulka Ulianka Ulia Uliasha Ulyanka",
	"Urszula Urshula Ursula Ursule Orszula Ursela Orsolya | Ula Ulka Ulla Urse Urszulka",
	"Vaida | Vaidute Vaidyte",
	"Valentina Valentyna Walentyna Valiantsina Valentine Valentyne | Valya Valka Valia Wala Vala Tina Valechka "
	"Valyusha Valute Walentynka Walunia Valiusha Valyuha",
	"Valeria Valeriia Valerija Waleria Valerie Valeryia Valeriya Valerya Valeriana | Lera Valera Valya Lerka Val "
	"Walerka Valeriute Lerochka Leruska Lerusha Lerusya Valka",
	"Valda Voldemara | Valdute Valde",
	"Vasylyna Vasilisa Vasylisa Vasilina Wasylyna Bazylisa | Vasya Vasylynka Vasylka Lisa Lina Vasyusha Vaska "
	"Vasia",
	"Vera Vira Wiera Viera Wera Veera Faith Vyara | Verka Vierka Verochka Virochka Wierka Verute Veronka Verusia "
	"Vierute Virka Verunchik Verunya",
	"Veronika Weronika Veronica Vieranika Veranika Berenice Veronique Veronyka | Vera Nika Weronka Ronnie Wera "
	"Veroniczka Verute Ronia Verunia Veronka Verka Verona Roni",
	"Vesta | Vestute",
	"Viktorija Viktoriia Viktoria Wiktoria Victoria Viktoryia Viktorina Victorine Victoire Viktorya Viktoriya | "
	"Vika Vita Viktorka Vicky Tori Wika Vikulya Vikusya Vikuska Wiki Toria Vikute Vikochka Vikusia Wiktorka Viki "
	"Wikunia Torie Vikulia Vikasya",
	"Vilma Wilma Vilhelmina Wilhelmina Vilgelmina | Mina Minnie Vilmute Vilmyte Wilhelmka",
	"Vilte | Viltute Viltyte",
	"Violeta Wioletta Violetta Violet Fialka Violette Viyoleta Vialeta | Vita Viola Wiola Leta Violka Violetka "
	"Vilka Violute Viole Veta",
	"Virginija Wirginia Virginia Virhiniia Virginie | Virga Ginny Ginia Virgute Virgyte Gina",
	"Vita Vitalija Vitaliia Witalia Vitalina Vitalia | Vitka Vitute Vitulia Vitochka Talia",
	"Vitalina Vitalyna | Vita Lina Vitalinka",
	"Vladyslava Vladislava Wladyslawa Uladzislava | Vlada Vladka Slava Ladka Wladzia Vladusya Vladzia",
	"Zinaida Zenaida Zinaiida Zinayida Zina Zienaida | Zinka Zinochka Zinusia Zinulya Zinaidka",
	"Zhanna Zana Joanna Jeanne Zhana Zaneta Janina Jana | Zhannochka Zhanka Zanka Zhannusia Zanusia",
	"Zaneta Zhaneta Janette Jeanette Zhanetta Zanet Jannet | Zana Zanka Neta Zanetka",
	"Zita Zyta | Zitute Zitka Zytka",
	"Zivile | Zive Zivute Zivilyte Zivka",
	"Zlata Zlatta Slata | Zlatka Zlatochka Zlatusia",
	"Zoja Zoia Zoe Zoya Zoi Zoje | Zoika Zojka Zoechka Zojute Zoyka",
	"Zvenyslava Zvenislava | Slava Zvenka",
	"Aurelija Aurelia Avreliia Aurelie Aurelya | Aure Aurelka Relia Aurute Aurelyte",
	"Albina Alvina Albyna | Alba Albinka Bina Albinute Alya",
	"Alma | Almute Almyte",
	"Alvyra Alvira | Alva",
	"Adele Adelia Adelina Adela Adelaide Adeliia Adelajda Adelheid Adelija | Ada Adelka Lina Adelyte Della Adka "
	"Adelcia",
	"Aldona Aldone Aldonna | Alda Aldute Aldonka Alduke Dona",
	"Algirda Algimanta | Alge Algute",
	"Audra Audrone | Audryte Audrute",
	"Bozena Bozhena Bazhena Bozhenna | Bozenka Bozka Bozhenka Zhenia",
	"Brigita Brygida Bridget Brihita Brigitte Birgit Birgita Brigida | Gita Brygidka Bridie Brigi Brita Biddy "
	"Brigitute",
	"Donata | Dona Donute Donatka Natka",
	"Eugenija Yevheniia Evgenia Eugenia Jevgenija Yauheniia Evgeniya Ievheniia Yevgenia Eugenie Jevhenija "
	"Evgeniia | Zhenya Genya Zhenka Genia Zhenechka Geniute Eugenka Zhenia Gena Genka Ginny Yevheniyka Zhenyusha "
	"Gene Gienia",
	"Fatima Fatma Fatyma Fatimah Fatimata Fatimat | Fata Fatimka Fatia Patimat",
	"Aisha Aysha Aicha Aishe Ayse Aishat Ayisha Aiza | Aishka",
	"Lejla Leila Layla Leyla Laila Lejlia Lela | Leilka",
	"Zara Zahra Zarema Zakhra Sahra Zehra | Zarka Zarochka",
	"Amina Aminat Aminata Emine Aminah | Aminka Mina Ami",
	"Mariam Maryam Miriam Miryam Maria Mariami Meryem Maryiam | Mari Masha Mara",
	"Gulnara Hulnara Gulnar Gulnora Gulnaz | Gulya Gula Nara Gulia Gulka",
	"Nino Nina | Ninutsa Ninka Niniko",
	"Tamar Tamara Tamari Tamta | Tako Tamriko Tamuna Toma",
	"Nato Natela Natalia Natia Natella | Natka Nata Natuli",
	"Hasmik Asmik Jasmine Jasmina Yasmin Jasmin Yasmina Iasmin Yasmine Zhasmina | Asma Jas Jassy Yasya",
	"Anahit Anaida Anait Anaid Anahita | Ana Ano",
	"Jessica Dzhessika Jesika Jessika Dzesika | Jess Jessie Dzhesi Dzesi",
	"Jennifer Dzhennifer Dzenifer Jenifer Gwenhwyfar | Jen Jenny Jennie Dzheni",
	"Brenda Brenna | Bren",
	"Nicole Nikol Nikola Nicola Nikoleta Nikole Nicoletta Nikolet Nikoletta Nicolette | Nika Nicky Niki Nikolka "
	"Nikki Nikolė",
	"Vanesa Vanessa Wanessa Wanesa | Nessa Vanka Neska Vania",
	"Sabina Sabine Sabyna Sabrina | Saba Bina Sabinka Sabka",
	"Iveta Iwetta Ivetta Yvette Yvonne Ivona Iwona Ivone Ivonna Iwonna Evette | Iwonka Ivka Iva Ivute Ivonka "
	"Ivcia",
	"Kinga Kunegunda Kunigunda Kinha | Kingusia Kinia",
	"Hana Hannah Hanna | Hanka Hania",
	"Danuta Danute | Danka Danusia Danutka Dana Danutele",
	"Dovile | Dove Dovute Dovyte",
	"Deimante | Deime Deimute",
	"Edvarda Edwarda | Edzia Eda",
	"Skaiste | Skaistute",
	"Snieguole | Sniege Snieguolyte",
	"Vigilija | Vigute",
	"Wanda Vanda | Wandzia Vandute Wandeczka Wandka",
	"Wioleta Violeta | Wiola Wiolka",
	"Wieslawa Veslava Vieslava Wislawa Vislava | Wiesia Wieska Slawa Slava",
	"Zuzana Zuzanna Suzanna Susanna Susan Syuzanna Suzana Siuzanna Susana Suzanne Zuzannah Siuzana Sosanna | "
	"Zuzia Zuza Susie Sue Zuzka Zuzanka Suzi Susy",
	NULL};
