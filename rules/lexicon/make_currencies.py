#!/usr/bin/env python3
"""Writes currencies.tsv from CLDR's Chinese names of currencies.

usage: make_currencies.py cldr-numbers-full/main/zh/currencies.json >currencies.tsv

CLDR knows one or two names a currency; the spellings of the trade are added
here.  A name that two currencies share keeps the one in use today.
"""
import json
import re
import sys

# What CLDR lacks: everyday names, traditional writing, symbols and codes.
PLAIN = {"元": "CNY", "圆": "CNY", "圓": "CNY", "块": "CNY", "块钱": "CNY", "元整": "CNY", "元钱": "CNY"}
NAMES = {
    "CNY": "人民币 人民币元 元人民币 人民幣",
    "USD": "美元 美金 美圆 美圓",
    "HKD": "港元 港币 港圆 港幣 港纸 港币元",
    "TWD": "新台币 新台币元 台币 新臺幣 台幣 新台幣",
    "MOP": "澳门元 澳门币 澳门币元 葡币",
    "JPY": "日元 日圆 日圓 日币 円",
    "KRW": "韩元 韩圆 韩币 韩圜 韓元",
    "GBP": "英镑 英鎊",
    "EUR": "欧元 歐元",
    "AUD": "澳元 澳大利亚元 澳币 澳洲元",
    "CAD": "加元 加拿大元 加币",
    "SGD": "新加坡元 新元 新币 坡元 坡币 新加坡币",
    "CHF": "瑞士法郎 瑞郎",
    "RUB": "卢布 俄罗斯卢布",
    "THB": "泰铢 泰国铢 泰币",
    "MYR": "林吉特 马来西亚林吉特 马来西亚令吉 马币 令吉",
    "INR": "印度卢比 卢比",
    "NZD": "新西兰元 新西兰币 纽元 纽币",
    "SEK": "瑞典克朗",
    "NOK": "挪威克朗",
    "DKK": "丹麦克朗",
    "BRL": "雷亚尔 巴西雷亚尔",
    "VND": "越南盾 越盾",
    "IDR": "印尼盾 印尼卢比 印度尼西亚盾",
    "PHP": "菲律宾比索",
    "MXN": "墨西哥比索",
    "ZAR": "兰特 南非兰特",
    "ILS": "谢克尔 以色列谢克尔 新谢克尔",
    "TRY": "里拉 土耳其里拉",
    "NGN": "奈拉",
    "PLN": "兹罗提",
    "SAR": "沙特里亚尔",
    "AED": "迪拉姆 阿联酋迪拉姆",
    "KZT": "坚戈 哈萨克斯坦坚戈",
    "HUF": "福林 匈牙利福林",
    "CZK": "捷克克朗",
    "UAH": "格里夫纳 乌克兰格里夫纳",
    "BDT": "塔卡 孟加拉塔卡",
    "MNT": "图格里克 蒙古图格里克",
}
SYMBOLS = {
    "$": "USD", "＄": "USD", "US$": "USD", "U.S.$": "USD", "USD$": "USD", "HK$": "HKD", "HKD$": "HKD", "NT$": "TWD", "A$": "AUD",
    "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "MOP$": "MOP", "¥": "CNY", "￥": "CNY",
    "RMB¥": "CNY", "RMB￥": "CNY", "JP¥": "JPY", "€": "EUR", "£": "GBP", "￡": "GBP", "₩": "KRW", "₽": "RUB", "฿": "THB", "₹": "INR",
    "₫": "VND", "₪": "ILS", "₺": "TRY",
}
CODES = ("USD CNY HKD TWD JPY KRW GBP EUR AUD CAD SGD CHF RUB THB MYR INR NZD SEK NOK DKK BRL VND IDR PHP MXN ZAR ILS TRY MOP "
         "AED SAR PLN KZT HUF CZK").split()
OTHER_CODES = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "HK": "", "rmb": "CNY", "Rmb": "CNY", "usd": "USD"}
MINOR = {
    "角": "CNY-1", "毛": "CNY-1", "分": "CNY-2", "毛钱": "CNY-1", "分钱": "CNY-2", "美分": "USD-2", "美仙": "USD-2",
    "港仙": "HKD-2", "仙": "HKD-2", "欧分": "EUR-2", "便士": "GBP-2", "銭": "JPY-2", "日本銭": "JPY-2", "日本钱": "JPY-2",
}
SPOKEN = {"元", "圆", "圓", "块"}  # its tenths may follow without a unit
WHOLE = "整 正"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cldr = json.load(file)["main"]["zh"]["numbers"]["currencies"]
    names = {}
    for code, words in NAMES.items():
        for word in words.split():
            names[word] = code
    for code, entry in cldr.items():
        for key in ("displayName", "displayName-count-other"):
            name = entry.get(key, "")
            # 1927-2002: no longer in use; XXX, XTS and metals: no money
            if re.fullmatch(r"[\u4e00-\u9fff]{2,}", name) and not code.startswith("X"):
                names.setdefault(name, code)
    print("# Currencies by word, symbol and code; value: the ISO 4217 code, of minor units code and power of ten.")
    print("# Names: Unicode CLDR (Chinese), Unicode-3.0 licence, https://www.unicode.org/license.txt,")
    print("# Copyright 1991 and later Unicode, Inc.; common spellings added.  Written by make_currencies.py.")
    print("# columns: word\tclass\tvalue")
    rows = [(word, "plain+spoken" if word in SPOKEN else "plain", code) for word, code in PLAIN.items()]
    rows += [(word, "name", code) for word, code in sorted(names.items())]
    rows += [(word, "symbol", code) for word, code in SYMBOLS.items()]
    rows += [(word, "code", word) for word in CODES]
    rows += [(word, "code", code) for word, code in OTHER_CODES.items() if code]
    rows += [(word, "minor", value) for word, value in MINOR.items()]
    rows += [(word, "whole", "") for word in WHOLE.split()]
    for row in rows:
        print("\t".join(str(field) for field in row).rstrip("\t"))


main()
