"""Pinyin of titles: characters with two readings are read as the hall reads them."""

from __future__ import annotations

import pytest

from counter.packs.catalogue import demo_catalogue
from counter.packs.pinyin import read


@pytest.mark.parametrize(
    ("title", "initials", "full"),
    [
        ("食品流通许可新办", "spltxkxb", "shipinliutongxukexinban"),
        ("行政许可", "xzxk", "xingzhengxuke"),
        ("特种行业许可（旅馆业）", "tzhyxklgy", "tezhonghangyexukelvguanye"),
        ("银行开户", "yhkh", "yinhangkaihu"),
        ("典当行设立", "ddhsl", "diandanghangsheli"),
        ("超限运输车辆行驶公路许可", "cxysclxsglxk", "chaoxianyunshucheliangxingshigongluxuke"),
        ("建筑起重机械使用登记", "jzqzjxsydj", "jianzhuqizhongjixieshiyongdengji"),
        ("重新核发", "cxhf", "chongxinhefa"),
        ("证书重领", "zscl", "zhengshuchongling"),
        ("调转登记", "dzdj", "diaozhuandengji"),
        ("调整", "tz", "tiaozheng"),
        ("调解", "tj", "tiaojie"),
        ("会计从业资格证书", "kjcyzgzs", "kuaijicongyezigezhengshu"),
        ("长途客运", "ctky", "changtukeyun"),
        ("校长任职", "xzrz", "xiaozhangrenzhi"),
        ("娱乐场所", "ylcs", "yulechangsuo"),
        ("供给排水", "gjps", "gongjipaishui"),
        ("单采血浆站", "dcxjz", "dancaixuejiangzhan"),
        ("率先", "sx", "shuaixian"),
    ],
)
def test_readings(title: str, initials: str, full: str) -> None:
    assert read(title) == (initials, full)


def test_letters_and_digits_stay_and_punctuation_goes() -> None:
    assert read("A 类（3 级）") == ("al3j", "alei3ji")


def test_every_title_has_an_initial_for_every_character() -> None:
    for matter in demo_catalogue().matters:
        plain = [c for c in matter.name + matter.variant if c.isalnum()]
        assert len(matter.initials) == len(plain), matter.title
        assert matter.initials.isascii() and matter.initials == matter.initials.lower()
        assert matter.pinyin.isascii()
