"""Names of people as they are distributed: frequent ones of several countries and scripts, the more frequent first.

The order is roughly that of the countries' own statistics; how much more frequent one is than the next follows Zipf's law. The long
tail that no short list has comes of double-barrelled family names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Of Zipf's law as Mandelbrot put it: the frequency of the name in place ``i`` is as 1 / (i + this).
_FLATNESS = 10


@dataclass(frozen=True, slots=True)
class Script:
    """The names of people who write theirs in one script; ``share`` is how many of a hundred do.

    ``family_first``: the family name stands before the given one, and no space between them.
    """

    name: str
    share: int
    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False


def _listed(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.split()))


SCRIPTS = (
    Script(
        "latin",
        64,
        _listed(
            "James Mary Michael Maria Robert Anna John Jennifer Peter Elizabeth David Linda Thomas Barbara Andreas "
            "Susan José Katarzyna Stefan Małgorzata Paweł Agnieszka Krzysztof Ewa Piotr Sofía Antonio Carmen Manuel "
            "Lucía Javier Paula Jürgen Sabine Wolfgang Ursula Klaus Monika Björn Åsa Lars Ingrid Søren Kirsten Jean "
            "Marie Pierre Nathalie Philippe Isabelle François Chloé Luca Giulia Marco Francesca Giovanni Chiara João "
            "Ana Luís Inês Mehmet Fatma Mustafa Ayşe Ahmet Zeynep Ömer Elif Minh Linh Tuấn Hương William Emma "
            "Christopher Olivia Daniel Ava Matthew Isabella Anthony Mia Mark Charlotte Donald Amelia Steven Harper "
            "Kevin Evelyn Brian Abigail George Emily Edward Grace Ronald Hannah Łukasz Zofia Zdeněk Jiří Tereza "
            "Ondřej László Zoltán Erzsébet Ștefan Ioana Rasmus Freja Oskar Matilda Siobhán Seán"
        ),
        _listed(
            "Smith Müller García Nowak Johnson Schmidt Kowalski Rodríguez Williams Martin Fernández Brown Schneider "
            "Jones Wiśniewski González Fischer Davis López Bernard Wójcik Weber Miller Martínez Rossi Nguyễn Dubois "
            "Kowalczyk Meyer Wilson Sánchez Andersson Silva Kamiński Wagner Moore Pérez Thomas Lewandowski Becker "
            "Taylor Gómez Russo Zieliński Schulz Anderson Yılmaz Szymański Hoffmann Jackson Ruiz Ferrari Woźniak Koch "
            "White Hernández Hansen Dąbrowski Richter Harris Jiménez Johansson Kozłowski Bauer Thompson Díaz Kaya "
            "Jankowski Klein Robinson Moreno Esposito Mazur Wolf Clark Álvarez Petit Kwiatkowski Schröder Lewis Muñoz "
            "Santos Krawczyk Neumann Walker Romero Bianchi Kaczmarek Schwarz Hall Alonso Demir Piotrowski Zimmermann "
            "Young Gutiérrez Robert Grabowski Braun Allen Navarro Olsen Pawłowski Krüger King Torres Colombo "
            "Michalski Hofmann Wright Domínguez Çelik Król Hartmann Scott Vázquez Richard Wieczorek Lange Green Ramos "
            "Karlsson Jabłoński Schmitt Baker Gil Romano Wróbel Werner Adams Ramírez Ferreira Nowakowski Krause "
            "Nelson Serrano Durand Majewski Meier Carter Blanco Şahin Olszewski Lehmann Mitchell Molina Ricci Stępień "
            "Schmid Roberts Suárez Pereira Malinowski Schulze Turner Castro Leroy Jaworski Maier Phillips Ortega "
            "Nilsson Adamczyk Köhler Campbell Delgado Marino Dudek Herrmann Parker Ortiz Moreau Nowicki König Evans "
            "Marín Eriksson Pawlak Walter Edwards Rubio Özdemir Górski Mayer Collins Sanz Greco Witkowski Huber "
            "Stewart Iglesias Costa Walczak Kaiser Sikora Fuchs Rutkowski Peters Michalak Lang Szewczyk Scholz "
            "Ostrowski Möller Baran Weiß Tomaszewski Jung Pietrzak Hahn Zalewski Schubert Wróblewski Vogel Marciniak "
            "Friedrich Jasiński Keller Zawadzki Günther Jakubowski Frank Sadowski Berger Duda Winkler Bąk Roth"
        ),
    ),
    Script(
        "devanagari",
        14,
        _listed(
            "सुनीता राम राजेश अनिता संजय गीता अशोक सीता विजय रेखा मनोज ममता अजय मीना राकेश पूजा सुरेश सुमन रमेश आशा "
            "दिनेश उषा मुकेश लक्ष्मी महेश सरिता अनिल कविता संतोष मंजू विनोद रीता प्रकाश किरण राजू माया दीपक पुष्पा "
            "सुनील शांति पंकज ज्योति अमित नीलम रवि प्रिया मोहन रानी कृष्ण सविता आरती श्याम नेहा विकास रोहित अंजलि "
            "विशाल प्रीति अर्जुन निशा गोपाल मधु ज्ञानेश्वर शिव विद्या हरि कमला नरेश"
        ),
        _listed(
            "कुमार सिंह देवी शर्मा यादव वर्मा गुप्ता मिश्रा पटेल पाण्डेय प्रसाद तिवारी चौहान जैन ठाकुर राजपूत मौर्य "
            "साहू चौधरी सोनी पाटिल शाह श्रीवास्तव दुबे पाल मंडल अग्रवाल राय दास सक्सेना त्रिपाठी द्विवेदी जोशी शुक्ला "
            "भट्ट नायर रेड्डी राव शेट्टी देशमुख कुलकर्णी पवार जाधव शिंदे गायकवाड़ मेहता त्रिवेदी व्यास भारद्वाज "
            "मल्होत्रा कपूर खन्ना चोपड़ा अरोड़ा भाटिया सेठी बंसल गोयल मित्तल गर्ग जिंदल माथुर चतुर्वेदी दीक्षित "
            "उपाध्याय पाठक ओझा झा सिन्हा विश्वकर्मा प्रजापति कुशवाहा निषाद राठौर परमार सोलंकी गौतम भारती"
        ),
    ),
    Script(
        "arabic",
        12,
        _listed(
            "محمد فاطمه علی زهرا حسین مریم مهدی معصومه حسن سکینه رضا زینب احمد رقیه امیرحسین خدیجه مصطفی لیلا عباس "
            "سمیه ابراهیم کبری اسماعیل صغری مجید نرگس سعید طاهره حمید شهربانو یوسف اعظم جواد اکرم محسن صدیقه ناصر "
            "پروین کریم مهناز بهروز شیرین داریوش نسرین کوروش پریسا آرش نیلوفر سهراب ستاره عبدالله نور أحمد سارة خالد "
            "ياسمين عمر هدى طارق منى كمال سلمى يحيى آمنة"
        ),
        _listed(
            "محمدی حسینی احمدی رضایی مرادی کریمی جعفری حیدری قاسمی موسوی رحیمی ابراهیمی علیزاده عباسی صادقی هاشمی "
            "اکبری محمودی رستمی نوری حسن‌زاده اسماعیلی کاظمی نظری امیری عزیزی یوسفی سلیمانی قربانی شریفی اسدی رحمانی "
            "میرزایی غلامی فتحی بهرامی نجفی سعیدی طاهری ملکی یزدانی فرهادی قنبری شیرازی تهرانی اصفهانی کرمانی خراسانی "
            "تبریزی عظیمی حبیبی شفیعی داوودی منصوری زارعی باقری پورمحمد فروزان کیانی نیک‌نام خسروی حداد منصور سالم "
            "خوري نجار العلي المصري شاهين حمدان بركات درويش قاسم سليمان الحسن عثمان رشید سلطانی زمانی خان‌محمدی "
            "ولی‌زاده"
        ),
    ),
    Script(
        "cyrillic",
        6,
        _listed(
            "Александр Елена Сергей Татьяна Владимир Наталья Андрей Ольга Алексей Ирина Дмитрий Светлана Николай "
            "Людмила Иван Анна Михаил Мария Евгений Екатерина Юрий Юлия Виктор Анастасия Олександр Оксана Георги "
            "Иванка Стефан Милица"
        ),
        _listed(
            "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев "
            "Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Мельник "
            "Шевченко Бондаренко Коваленко Бойко Ткаченко Димитров Георгиев Тодоров Јовановић Петровић Николић"
        ),
    ),
    Script(
        "han",
        4,
        _listed("伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 太郎 花子 健 陽子 大輔 美咲 翔 結衣"),
        _listed("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤"),
        family_first=True,
    ),
)  # fmt: skip


def upper_bounds(weights: Sequence[float]) -> list[float]:
    """Return where each share of the whole ends, the last left out: what ``width_bucket`` takes to draw by weight."""
    total, bounds, so_far = sum(weights), [], 0.0
    for weight in weights[:-1]:
        so_far += weight / total
        bounds.append(round(so_far, 9))
    return bounds


def by_frequency(names: Sequence[str]) -> list[float]:
    """Return the upper bounds of a list of names."""
    return upper_bounds([1 / (place + _FLATNESS) for place in range(1, len(names) + 1)])
