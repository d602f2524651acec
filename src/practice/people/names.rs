//! Names in many scripts.

use super::dice::Dice;

/// One person's name, and what of it can stand in an e-mail address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    pub(crate) given: &'static str,
    pub(crate) family: &'static str,
    /// Family name first, without a blank between.
    pub(crate) joined: bool,
    /// Lower-case ASCII for the address.
    pub(crate) ascii: &'static str,
}

impl Name {
    /// One of the names; most are written in Latin letters.
    pub(crate) fn pick(dice: &mut Dice) -> Self {
        if dice.below(100) < 72 {
            let (given, ascii) = *dice.pick(LATIN_GIVEN);
            let family = *dice.pick(LATIN_FAMILY);
            return Self {
                given,
                family,
                joined: false,
                ascii,
            };
        }
        let script = dice.pick(SCRIPTS);
        Self {
            given: *dice.pick(script.given),
            family: *dice.pick(script.family),
            joined: script.joined,
            ascii: script.ascii,
        }
    }

    /// The whole name in the order that its script writes it.
    pub(crate) fn full(&self) -> String {
        if self.joined {
            format!("{}{}", self.family, self.given)
        } else {
            format!("{} {}", self.given, self.family)
        }
    }
}

struct Script {
    given: &'static [&'static str],
    family: &'static [&'static str],
    joined: bool,
    ascii: &'static str,
}

const LATIN_GIVEN: &[(&str, &str)] = &[
    ("Ana", "ana"),
    ("Léa", "lea"),
    ("Jürgen", "juergen"),
    ("Søren", "soren"),
    ("Zoë", "zoe"),
    ("Łukasz", "lukasz"),
    ("Ángel", "angel"),
    ("Çağla", "cagla"),
    ("Mary Ann", "mary.ann"),
    ("João", "joao"),
    ("Niamh", "niamh"),
    ("Björk", "bjork"),
    ("Ngọc", "ngoc"),
    ("Oluwaseun", "oluwaseun"),
    ("Chuck", "chuck"),
    ("Priya", "priya"),
    ("Emma", "emma"),
    ("Noah", "noah"),
    ("Siân", "sian"),
    ("D'Arcy", "darcy"),
];

const LATIN_FAMILY: &[&str] = &[
    "Müller",
    "O'Neill",
    "García Márquez",
    "van den Berg",
    "Šťastný",
    "Þórsdóttir",
    "Nguyễn",
    "Smith-Jones",
    "Yılmaz",
    "da Silva",
    "Kowalska",
    "Åkesson",
    "Sanchez",
    "Okafor",
    "Bălan",
    "Ó Súilleabháin",
    "Li",
    "\"Quote\" Q. Comma, Jr.",
];

const SCRIPTS: &[Script] = &[
    Script {
        given: &["伟", "秀英", "娜"],
        family: &["王", "李", "欧阳"],
        joined: true,
        ascii: "wang",
    },
    Script {
        given: &["さくら", "太郎", "翔太"],
        family: &["山田", "佐藤", "髙橋"],
        joined: true,
        ascii: "yamada",
    },
    Script {
        given: &["서연", "민준", "지우"],
        family: &["김", "이", "남궁"],
        joined: true,
        ascii: "kim",
    },
    Script {
        given: &["محمد", "فاطمة", "علي"],
        family: &["الحسن", "عبد الله", "النجار"],
        joined: false,
        ascii: "mohammed",
    },
    Script {
        given: &["נועה", "יוסף", "תמר"],
        family: &["כהן", "לוי", "בן־דוד"],
        joined: false,
        ascii: "noa",
    },
    Script {
        given: &["Анна", "Дмитрий", "Їжак"],
        family: &["Иванова", "Шевченко", "Ђорђевић"],
        joined: false,
        ascii: "anna",
    },
    Script {
        given: &["Ελένη", "Γιώργος", "Σωκράτης"],
        family: &["Παπαδόπουλος", "Νικολαΐδη", "Βασιλείου"],
        joined: false,
        ascii: "eleni",
    },
    Script {
        given: &["अनिल", "प्रिया", "कृष्ण"],
        family: &["शर्मा", "गुप्ता", "त्रिपाठी"],
        joined: false,
        ascii: "anil",
    },
    Script {
        given: &["สมชาย", "กัญญา", "วีระ"],
        family: &["ใจดี", "ศรีสุข", "ทองคำ"],
        joined: false,
        ascii: "somchai",
    },
];
