"""Languages: short sentences, English full of foreign names, and texts in two languages."""

from __future__ import annotations

import hashlib

import pytest

from coalition_data.clean import clean_documents
from coalition_data.clean.language import detect_language
from coalition_data.records import RawDocument
from coalition_data.settings import CleanSettings

SENTENCES = {
    "fr": "La France enverra 600 soldats en Irak, a annoncé lundi le président.",
    "de": "Deutschland schickt Waffen an die Peschmerga, sagte die Ministerin.",
    "es": "España enviará 300 instructores a Irak, anunció el lunes el Gobierno.",
    "it": "L'Italia invierà 450 soldati per proteggere la diga di Mosul.",
    "pt": "Portugal vai enviar 30 militares para o Iraque, disse o ministro.",
    "nl": "Nederland stuurt zes F-16's naar Irak, zei de premier op maandag.",
    "sv": "Sverige skickar 35 instruktörer till Irak, sade ministern i måndags.",
    "da": "Danmark sender syv F-16-fly til Irak, sagde statsministeren mandag.",
    "pl": "Polska wyśle do Iraku 60 żołnierzy, powiedział w poniedziałek premier.",
    "tr": "Dışişleri bakanları pazartesi günü Ankara'da bir araya geldi.",
    "ro": "România va trimite 50 de militari în Irak, a spus luni ministrul.",
    "id": "Para menteri luar negeri bertemu pada hari Senin di Jakarta.",
    "ru": "Министры иностранных дел встретились в понедельник в Москве.",
    "ar": "التقى وزراء الخارجية يوم الاثنين في الرياض",
    "fa": "وزیران امور خارجه روز دوشنبه در تهران دیدار کردند",
    "he": "שרי החוץ נפגשו ביום שני בירושלים כדי לדון במלחמה",
    "el": "Οι υπουργοί Εξωτερικών συναντήθηκαν τη Δευτέρα.",
    "zh": "外交部长们星期一在北京举行会议，讨论重建问题。",
    "ja": "外相らは月曜日に東京で会談し、復興支援について協議した。",
    "ko": "외교장관들은 월요일 서울에서 만나 재건 지원 문제를 논의했다.",
}
ENGLISH = [
    "The ministers met on Monday and agreed to meet again in the spring.",
    "Boris Johnson met the Iraqi Foreign Minister, Ibrahim al-Jaafari, in Baghdad.",
    "Haider al-Abadi, Nechirvan Barzani, Jean-Yves Le Drian and Ursula von der Leyen met the generals in Erbil.",
    "Near Dayr Az Zawr, one strike destroyed an oil pump; near Al Hasakah, two strikes did so.",
    "Reuters quoted the Süddeutsche Zeitung and Le Monde as saying that Angela Merkel would go to Riyadh.",
    "“Nous sommes prêts,” he said, which means that the French are ready to go.",
    "Yes.",
    "",
    "1,200 / 300 / 45",
]
FRENCH = "La France enverra six cents soldats en Irak, a annoncé lundi le président devant les députés réunis à Paris. "
TEXT = "France will send six hundred soldiers to Iraq, the president told the deputies who met in Paris on Monday. "
MIXED = {
    "English with a French quotation": (TEXT * 8 + "« " + FRENCH + " »", "en"),
    "French with an English summary": (TEXT + FRENCH * 20, "fr"),
    "English above its translation": (TEXT * 30 + FRENCH * 15, "en"),
    "a menu in another script above": ("العربية فارسی русский\n" + TEXT * 4, "en"),
    "Arabic with an English headline": (TEXT + SENTENCES["ar"] * 12, "ar"),
}


@pytest.mark.parametrize(("code", "text"), SENTENCES.items(), ids=SENTENCES)
def test_other_languages(code: str, text: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("text", ENGLISH, ids=[text[:30] or "nothing" for text in ENGLISH])
def test_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize(("text", "code"), MIXED.values(), ids=MIXED)
def test_mixed_texts(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_other_languages_are_set_aside_or_kept_by_the_settings() -> None:
    data = f"Six cents soldats\n\n{FRENCH * 3}".encode()
    raw = RawDocument("a.txt", data, hashlib.sha256(data).hexdigest())
    result = clean_documents([raw])
    assert [(entry.reason, "(fr)" in entry.detail) for entry in result.set_aside] == [("language", True)]
    (article,) = clean_documents([raw], CleanSettings(languages=("en", "fr"))).articles
    assert article.language == "fr"


def test_each_source_has_its_own_threshold_of_topic() -> None:
    frogs = "A survey of frog skulls shows that spikes evolved many times, a museum said on Monday in the capital."
    data = f"Spikes of frogs\n\n{frogs}".encode()
    raw = RawDocument("a.txt", data, hashlib.sha256(data).hexdigest())
    named = RawDocument("a.txt", data, raw.sha256, min_topic_score=0.0)
    crawled = RawDocument("a.txt", data, raw.sha256, source="wire", min_topic_score=0.2)
    strict = CleanSettings(min_topic_score=0.3)
    assert [entry.reason for entry in clean_documents([raw], strict).set_aside] == ["off_topic"]
    assert not clean_documents([named], strict).set_aside
    assert [entry.reason for entry in clean_documents([crawled]).set_aside] == ["off_topic"]
    assert not clean_documents([raw]).set_aside
