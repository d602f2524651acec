//! The icons, by name: a subset of Phosphor, which `assets/README.md` tells how to make.

use eframe::egui::FontId;

use super::fonts;

macro_rules! icons {
    ($($name:ident = $code:literal),+ $(,)?) => {
        /// An icon of the set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each name is the icon's own in the Phosphor set")]
        pub enum Icon {
            $($name),+
        }

        impl Icon {
            /// All icons.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The character that draws it.
            pub const fn char(self) -> char {
                match self {
                    $(Self::$name => $code),+
                }
            }
        }
    };
}

icons! {
    ArrowClockwise = '\u{E036}',
    ArrowCounterClockwise = '\u{E038}',
    ArrowLeft = '\u{E058}',
    ArrowRight = '\u{E06C}',
    ArrowSquareOut = '\u{E5DE}',
    ArrowUUpLeft = '\u{E08A}',
    ArrowsClockwise = '\u{E094}',
    ArrowsLeftRight = '\u{E0A0}',
    Bell = '\u{E0CE}',
    Buildings = '\u{E102}',
    CalendarBlank = '\u{E10A}',
    CaretDown = '\u{E136}',
    CaretLeft = '\u{E138}',
    CaretRight = '\u{E13A}',
    CaretUp = '\u{E13C}',
    Check = '\u{E182}',
    CheckCircle = '\u{E184}',
    CheckSquare = '\u{E186}',
    Circle = '\u{E18A}',
    CircleDashed = '\u{E602}',
    CircleHalf = '\u{E18C}',
    ClipboardText = '\u{E198}',
    Clock = '\u{E19A}',
    ClockCounterClockwise = '\u{E1A0}',
    CloudSlash = '\u{E1B6}',
    Code = '\u{E1BC}',
    Copy = '\u{E1CA}',
    Cube = '\u{E1DA}',
    Database = '\u{E1DE}',
    Desktop = '\u{E560}',
    DotsThree = '\u{E1FE}',
    DownloadSimple = '\u{E20C}',
    EnvelopeSimple = '\u{E218}',
    Equals = '\u{E21C}',
    Eye = '\u{E220}',
    EyeSlash = '\u{E224}',
    FileCsv = '\u{EB1C}',
    FileText = '\u{E23A}',
    Flask = '\u{E79E}',
    FlowArrow = '\u{E6EC}',
    FolderOpen = '\u{E256}',
    Funnel = '\u{E266}',
    GearSix = '\u{E272}',
    Globe = '\u{E288}',
    Hash = '\u{E2A2}',
    Hourglass = '\u{E2B2}',
    House = '\u{E2C2}',
    IdentificationCard = '\u{E2C8}',
    Info = '\u{E2CE}',
    Key = '\u{E2D6}',
    Keyboard = '\u{E2D8}',
    Lifebuoy = '\u{E63A}',
    Lightbulb = '\u{E2DC}',
    Lightning = '\u{E2DE}',
    LinkSimple = '\u{E2E6}',
    List = '\u{E2F0}',
    ListChecks = '\u{EADC}',
    LockSimple = '\u{E308}',
    MagnifyingGlass = '\u{E30C}',
    Minus = '\u{E32A}',
    Monitor = '\u{E32E}',
    Moon = '\u{E330}',
    Note = '\u{E348}',
    Package = '\u{E390}',
    Pause = '\u{E39E}',
    PencilSimple = '\u{E3B4}',
    Play = '\u{E3D0}',
    Plugs = '\u{EB56}',
    PlugsConnected = '\u{EB5A}',
    Plus = '\u{E3D4}',
    Prohibit = '\u{E3DE}',
    Question = '\u{E3E8}',
    RocketLaunch = '\u{E3FE}',
    Rows = '\u{E5A2}',
    ShieldCheck = '\u{E40C}',
    ShieldWarning = '\u{E412}',
    SignIn = '\u{E428}',
    SignOut = '\u{E42A}',
    Square = '\u{E45E}',
    SquaresFour = '\u{E464}',
    Stop = '\u{E46C}',
    Sun = '\u{E472}',
    Tag = '\u{E478}',
    TextAa = '\u{E6EE}',
    Trash = '\u{E4A6}',
    UploadSimple = '\u{E4C0}',
    User = '\u{E4C2}',
    UserPlus = '\u{E4D0}',
    Users = '\u{E4D6}',
    Warning = '\u{E4E0}',
    WarningCircle = '\u{E4E2}',
    WifiSlash = '\u{E4F2}',
    X = '\u{E4F6}',
    XCircle = '\u{E4F8}',
}

impl Icon {
    /// The typeface that draws it, at a size in points.
    pub fn font(size: f32) -> FontId {
        FontId::new(size, fonts::icons())
    }
}
