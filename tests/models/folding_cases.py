"""Words and how they are folded: what the server and the phone must agree on."""

FOLDED = {
    "ab-123 cd": "AB123CD",
    "Élan": "ELAN",
    "  ": "",
    "AB\u00a0123\u2011CD": "AB123CD",
    "ＡＢ１２": "AB12",
    "ß": "SS",
    "O0I1": "0011",
    "o0i1": "0011",
    "0-0 1/1": "0011",
    "BLN-2026-7K3F9Q": "BLN20267K3F9Q",
    "ﬁ": "F1",
    "ı": "1",
    "№ 5": "N05",
    "Ωμέγα": "",
    "Łódź": "0DZ",
    "T 07": "T07",
}
