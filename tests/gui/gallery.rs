//! Shows every part of the window on one page, to be looked at.
//!
//! `cargo run --example gallery -- [light|dark] [contrast] [still] [SIZE] [parts|fields|problems|sync]`

use eframe::egui::{self, CentralPanel, Id, Panel, ScrollArea, Ui};
use userhub_connect::domain::issue::Issue;
use userhub_connect::ui::theme::{self, Icon, Mode, Theme, size, space};
use userhub_connect::ui::widgets::{
    Banner, Button, CheckMark, CopyButton, Counter, IssuePanel, ListRow, Progress, RadioCard,
    RailPart, SecretField, Shown, Status, StepPress, StepRow, StepValue, TextField, Tone,
    ValueChip, card, check_row, code_box, counters, details, divider, empty_state, fact_row,
    filter_chip, gap, icon_button, install, list_row, open_page, page, page_footer, page_heading,
    paragraph, practice_ribbon, radio_cards, radio_row, rail_link, rail_part, secondary_text,
    segments, small, status_row, step_row, tag, tick_row,
};

const PAGES: [&str; 4] = ["parts", "fields", "problems", "sync"];

fn main() -> eframe::Result {
    let mut theme = Theme {
        mode: Mode::Light,
        ..Theme::default()
    };
    let mut gallery = Gallery::default();
    for word in std::env::args().skip(1) {
        match word.as_str() {
            "light" => theme.mode = Mode::Light,
            "dark" => theme.mode = Mode::Dark,
            "contrast" => theme.higher_contrast = true,
            "still" => theme.reduce_motion = true,
            word => match PAGES.into_iter().find(|page| *page == word) {
                Some(page) => gallery.page = page,
                None => theme.text_size = word.parse().unwrap_or(1.0),
            },
        }
    }
    let viewport = theme::viewport();
    let options = eframe::NativeOptions {
        viewport,
        ..Default::default()
    };
    eframe::run_native(
        "UserHub Connect gallery",
        options,
        Box::new(move |context| {
            install(&context.egui_ctx);
            theme.apply(&context.egui_ctx);
            gallery.theme = theme;
            Ok(Box::new(gallery))
        }),
    )
}

struct Gallery {
    theme: Theme,
    page: &'static str,
    domain: String,
    key: String,
    choice: Option<usize>,
    tick: bool,
    ticks: [bool; 4],
    filter: Option<usize>,
}

impl Default for Gallery {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            page: "parts",
            domain: "amce.eu.auth0.com".to_owned(),
            key: "sk_live_51H8xGqLkdIwHu7ixRr81".to_owned(),
            choice: Some(0),
            tick: true,
            ticks: [true, true, false, false],
            filter: None,
        }
    }
}

impl eframe::App for Gallery {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if self.theme.take_zoom_keys(ui.ctx()) {
            self.theme.apply(ui.ctx());
        }
        if self.page == "fields" {
            Panel::top("practice")
                .exact_size(44.0)
                .frame(egui::Frame::NONE)
                .show(ui, |ui| {
                    practice_ribbon(ui, "Practice. Nothing is sent.", |ui| {
                        Button::link("Leave practice").show(ui);
                    });
                });
        }
        let rail = theme::rail_frame(ui);
        Panel::left("rail")
            .exact_size(size::RAIL)
            .resizable(false)
            .show_separator_line(false)
            .frame(rail)
            .show(ui, |ui| {
                ScrollArea::vertical().show(ui, |ui| self.rail(ui));
            });
        let footer = theme::footer_frame(ui);
        Panel::bottom("footer")
            .frame(footer)
            .show_separator_line(false)
            .show(ui, |ui| {
                page_footer(ui, Some("Back"), Some("Check and continue"));
            });
        let canvas = theme::canvas_frame(ui);
        CentralPanel::default().frame(canvas).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                page(ui, |ui| match self.page {
                    "fields" => self.fields(ui),
                    "problems" => problems(ui),
                    "sync" => self.sync(ui),
                    _ => self.parts(ui),
                });
            });
        });
    }
}

impl Gallery {
    fn rail(&mut self, ui: &mut Ui) {
        userhub_connect::ui::widgets::label(ui, "UserHub Connect");
        small(ui, "Part 4 of 6 · about 4 minutes");
        gap(ui, space::M);
        ui.spacing_mut().item_spacing.y = space::XS;
        let parts = [
            (
                "Before you start",
                Status::Done,
                "Done",
                Some("Checked 2 minutes ago"),
                "parts",
            ),
            (
                "Create the Auth0 app",
                Status::Done,
                "Done · 11 of 11",
                Some("Marked done by you"),
                "-",
            ),
            (
                "Set up the connection",
                Status::Problem,
                "There is a problem",
                None,
                "problems",
            ),
            (
                "Create the API key",
                Status::InProgress,
                "In progress · 5 of 8",
                None,
                "fields",
            ),
            (
                "Set up the login Action",
                Status::NotStarted,
                "Not started · optional",
                None,
                "-",
            ),
            (
                "Check everything",
                Status::NotReady,
                "Not ready yet",
                None,
                "-",
            ),
        ];
        for (title, status, state, reason, page) in parts {
            let here = self.page == page;
            let part = RailPart {
                title,
                status,
                state,
                reason,
                here,
            };
            if rail_part(ui, &part).clicked() && page != "-" {
                self.page = page;
            }
        }
        divider(ui);
        for (icon, title, page) in [
            (Icon::ListChecks, "Sync", "sync"),
            (Icon::ClockCounterClockwise, "History", "-"),
            (Icon::GearSix, "Settings", "-"),
        ] {
            if rail_link(ui, icon, title, None, self.page == page).clicked() && page != "-" {
                self.page = page;
            }
        }
    }

    fn parts(&mut self, ui: &mut Ui) {
        let why =
            "Your Auth0 users will appear in UserHub and stay up to date. Takes about 25 minutes.";
        page_heading(
            ui,
            Some("Part 1 of 6"),
            "Check you have what you need",
            Some(why),
        );
        gap(ui, space::L);
        let cards = [
            RadioCard {
                title: "Start with practice",
                body: "Try every step with made-up data. Nothing leaves this computer. About 5 minutes.",
                badge: Some("Suggested"),
            },
            RadioCard {
                title: "Set up for real",
                body: "You need access to your **Auth0 dashboard** and your **UserHub Admin console**.",
                badge: None,
            },
        ];
        self.choice = radio_cards(ui, "How do you want to begin?", &cards, self.choice, false)
            .or(self.choice);
        ui.horizontal_wrapped(|ui| {
            Button::primary("Start").show(ui);
            Button::secondary("Open a saved setup").show(ui);
            Button::danger("Forget everything")
                .icon(Icon::Trash)
                .show(ui);
            Button::quiet("Back").icon(Icon::ArrowLeft).show(ui);
            Button::link("Text size").show(ui);
            icon_button(ui, Icon::X, "Close");
        });
        gap(ui, space::M);
        card(ui, "Every state", |ui| {
            for status in [
                Status::Done,
                Status::InProgress,
                Status::NotStarted,
                Status::NotReady,
                Status::Problem,
                Status::Note,
                Status::Checking,
                Status::Paused,
            ] {
                status_row(ui, status, None);
            }
        });
        gap(ui, space::M);
        card(ui, "Choosing", |ui| {
            tick_row(
                ui,
                "I can open the Auth0 dashboard",
                Some("And see **Applications** at the left."),
                &mut self.tick,
            );
            radio_row(ui, "Active", true);
            radio_row(ui, "Something else", false);
            segments(ui, "Appearance", &["System", "Light", "Dark"], 1);
            ui.horizontal_wrapped(|ui| {
                tag(ui, "acme · EU", Tone::Accent);
                tag(ui, "Production", Tone::Danger);
                tag(ui, "Practice", Tone::Warning);
                tag(ui, "Done", Tone::Success);
            });
        });
    }

    fn fields(&mut self, ui: &mut Ui) {
        let why = "This key lets Auth0 tell UserHub when someone signs in. Do these steps in the UserHub Admin console, then paste the key below.";
        page_heading(ui, Some("Part 4 of 6"), "Create the API key", Some(why));
        open_page(ui, "Open the API keys page", "https://admin.userhub.com");
        gap(ui, space::M);
        card(ui, "In UserHub", |ui| self.steps(ui));
        gap(ui, space::M);
        card(ui, "Paste the key", |ui| {
            Banner::warning("UserHub shows this key only once")
                .body("Paste it here before you close that window.")
                .show(ui);
            SecretField::new("key", "API key")
                .hint("Starts with sk_.")
                .show(ui, &mut self.key);
            status_row(
                ui,
                Status::NotReady,
                Some("Saved in your computer's password store. Never in a file, never in the log."),
            );
            TextField::new("domain", "Auth0 domain or dashboard address")
                .hint("Paste the address of any Auth0 dashboard page.")
                .placeholder("acme.eu.auth0.com")
                .error(Some("There is no Auth0 tenant at amce.eu.auth0.com"))
                .paste()
                .show(ui, &mut self.domain);
        });
        gap(ui, space::M);
        Banner::success("Key checked")
            .body("UserHub accepted it just now. Ends in Rr81.")
            .show(ui);
        gap(ui, space::M);
        code_box(
            ui,
            Id::unique("code"),
            "Code of the Action",
            "exports.onExecutePostLogin = async (event, api) => {\n  await handle(event, api);\n};",
        );
    }

    fn steps(&mut self, ui: &mut Ui) {
        let description = [StepValue {
            name: "Description",
            shown: Shown::Plain("Auth0 Action"),
        }];
        let secret = [StepValue {
            name: "Client Secret",
            shown: Shown::Masked("••••••••••••wX9f"),
        }];
        let rows = [
            ("Click New API key", "New API key", &[][..], None),
            (
                "For Description, enter",
                "Description",
                &description[..],
                None,
            ),
            (
                "For Client Secret, paste",
                "Client Secret",
                &secret[..],
                None,
            ),
            (
                "Choose Machine to Machine",
                "Machine to Machine",
                &[][..],
                Some("Machine to Machine Applications"),
            ),
        ];
        for (at, (words, label, values, also_called)) in rows.into_iter().enumerate() {
            let step = StepRow {
                number: at + 1,
                words,
                label: Some(label),
                also_called,
                values,
                ticked: self.ticks.get(at).copied(),
                help: (at == 3).then_some("Look for a button at the upper right of the page."),
                question: Some("I cannot find New API key in UserHub."),
            };
            if step_row(ui, &step) == Some(StepPress::Tick)
                && let Some(tick) = self.ticks.get_mut(at)
            {
                *tick = !*tick;
            }
        }
    }

    fn sync(&mut self, ui: &mut Ui) {
        page_heading(
            ui,
            None,
            "Sync people",
            Some("From Auth0 (acme.eu.auth0.com) to UserHub (Acme). Nobody is deleted."),
        );
        gap(ui, space::M);
        card(ui, "Adding people to UserHub…", |ui| {
            Progress::new("gallery", "Adding people to UserHub", Some(0.62))
                .words("621 of 1,000 users", "About 3 minutes left")
                .show(ui);
            Progress::new("unknown", "Reading users from Auth0", None)
                .words("1,204 read so far", "")
                .show(ui);
            ui.horizontal(|ui| {
                Button::secondary("Pause").icon(Icon::Pause).show(ui);
                Button::secondary("Stop").icon(Icon::Stop).show(ui);
            });
        });
        gap(ui, space::M);
        let four = [
            Counter {
                icon: Icon::Plus,
                tone: Tone::Added,
                count: "412",
                label: "Added",
            },
            Counter {
                icon: Icon::ArrowsClockwise,
                tone: Tone::Updated,
                count: "38",
                label: "Updated",
            },
            Counter {
                icon: Icon::Equals,
                tone: Tone::UpToDate,
                count: "1,168",
                label: "Already up to date",
            },
            Counter {
                icon: Icon::WarningCircle,
                tone: Tone::Attention,
                count: "3",
                label: "Need attention",
            },
        ];
        if let Some(pressed) = counters(ui, &four, self.filter) {
            self.filter = (self.filter != Some(pressed)).then_some(pressed);
        }
        gap(ui, space::M);
        card(ui, "3 people need attention", |ui| {
            ui.horizontal_wrapped(|ui| {
                filter_chip(ui, "Everybody", "1,621", true);
                filter_chip(ui, "Added", "412", false);
            });
            TextField::search("search", "Search people").show(ui, &mut String::new());
            for (title, detail) in [
                ("maria@acme.example", "No email address in Auth0"),
                (
                    "李小龙 · محمد الفاتح · Ωμέγα",
                    "UserHub was busy, will try again",
                ),
                ("auth0|64fe0a3b29e1a04bc9d1f091", "Blocked in Auth0"),
            ] {
                let mark = Some((Icon::WarningCircle, Tone::Attention));
                let row = ListRow {
                    mark,
                    title,
                    detail,
                    end: "10:41:03",
                    action: Some("Look"),
                    chosen: false,
                };
                list_row(ui, &row);
            }
        });
        gap(ui, space::M);
        empty_state(
            ui,
            Icon::ListChecks,
            "No sync yet",
            "Start with a check. It shows what would change and changes nothing.",
            Some("Check first"),
        );
    }
}

fn problems(ui: &mut Ui) {
    page_heading(
        ui,
        Some("Part 3 of 6"),
        "Check the connection",
        Some("UserHub signs in to Auth0 with these values."),
    );
    gap(ui, space::M);
    card(ui, "Checks", |ui| {
        check_row(ui, CheckMark::Passed, "Reached Auth0", "acme.eu.auth0.com");
        check_row(
            ui,
            CheckMark::Passed,
            "Client ID and Client Secret accepted",
            "",
        );
        check_row(
            ui,
            CheckMark::Problem,
            "Permissions",
            "read:users, update:users and create:users are fine. delete:users is missing.",
        );
        check_row(
            ui,
            CheckMark::Note,
            "Extra permissions",
            "This application also has 12 permissions that UserHub does not need.",
        );
        check_row(ui, CheckMark::Checking, "The key may add users", "");
        check_row(ui, CheckMark::Waiting, "Read one user", "");
    });
    gap(ui, space::M);
    let issue =
        Issue::key_refused().with_detail("UNAUTHENTICATED: the key is not known (request 7f3a)");
    IssuePanel::new(&issue, "10:42:07").show(ui);
    gap(ui, space::M);
    Banner::info("Picking up where you left off")
        .body("Part 4, Create the API key.")
        .show(ui);
    gap(ui, space::M);
    card(ui, "Values", |ui| {
        fact_row(ui, "Auth0 domain", "acme.eu.auth0.com");
        fact_row(ui, "Connection ID", "conn_obXdd");
        ui.horizontal_wrapped(|ui| {
            ValueChip::new("Domain", Shown::Plain("acme.eu.auth0.com")).show(ui);
        });
        ui.horizontal_wrapped(|ui| {
            ValueChip::new("Client ID", Shown::Missing("Client ID comes in Part 2")).show(ui);
        });
        CopyButton::new("the summary")
            .label("Copy summary")
            .copy(ui, "…");
        details(ui, "why", "Why does it need delete?", |ui| {
            paragraph(
                ui,
                "UserHub asks for it so that a user removed in UserHub can be removed in Auth0.",
            );
            secondary_text(ui, "This app never deletes a user in Auth0.");
        });
    });
}
