//! Every call of a set-up and of its undoing is cut off once, before it was carried out and after: the next try goes on.

use super::*;
use userhub_connect::practice::trouble::{Fault, Rule};

/// The calls that change something, in their order.
const WRITES: [(&str, &str); 5] = [
    ("POST", "/api/v2/clients"),
    ("POST", "/api/v2/client-grants"),
    ("POST", "/api/v2/actions/actions"),
    ("POST", "/deploy"),
    ("PATCH", "/bindings"),
];

#[tokio::test]
async fn a_set_up_that_was_cut_off_at_any_call_goes_on_and_can_be_undone_from_there() {
    let expected = reference().await;
    for (method, path) in WRITES {
        for fault in [Fault::ResetBeforeAnswer, Fault::ResetAfterWork] {
            for undo_from_there in [false, true] {
                let what = format!("{method} {path} {fault:?} {undo_from_there}");
                let site = Site::new();
                let before = site.tenant.picture();
                let rule = Rule::always(fault.clone()).on_method(method).on_path(path);
                site.tenant.trouble().add(rule);
                let told = site.install(Choices::default()).await;
                assert!(told.report.is_some(), "{what}");
                site.tenant.trouble().clear();
                if !undo_from_there {
                    site.install(Choices::default()).await.stands();
                    assert_same(&site.tenant.picture(), &expected);
                }
                let report = site.undo().await;
                assert!(
                    matches!(report.end, InstallEnd::Undone),
                    "{what}: {report:?}"
                );
                assert_same(&site.tenant.picture(), &before);
            }
        }
    }
}

#[tokio::test]
async fn an_undoing_that_was_cut_off_goes_on() {
    for (method, path) in [
        ("PATCH", "/bindings"),
        ("DELETE", "/api/v2/actions/"),
        ("DELETE", "/api/v2/client-grants/"),
        ("DELETE", "/api/v2/clients/"),
    ] {
        for fault in [Fault::ResetBeforeAnswer, Fault::ResetAfterWork] {
            let site = Site::new();
            let before = site.tenant.picture();
            site.install(Choices::default()).await.stands();
            let rule = Rule::always(fault.clone()).on_method(method).on_path(path);
            site.tenant.trouble().add(rule);
            let report = site.undo().await;
            assert!(
                matches!(report.end, InstallEnd::Problem(_)),
                "{path} {report:?}"
            );
            site.tenant.trouble().clear();
            site.is_again(&site.undo().await, &before);
        }
    }
}

#[tokio::test]
async fn a_second_writing_of_the_action_that_was_cut_off_leaves_it_ours() {
    for fault in [Fault::ResetBeforeAnswer, Fault::ResetAfterWork] {
        for with_older in [false, true] {
            let site = Site::new();
            if with_older {
                site.tenant.add_action(&older_action(), true).unwrap();
            }
            let before = site.tenant.picture();
            site.install(use_existing()).await.stands();
            let rule = Rule::always(fault.clone())
                .on_method("PATCH")
                .on_path("/api/v2/actions/actions/");
            site.tenant.trouble().add(rule);
            let choices = Choices {
                code: userhub_connect::domain::snippet::Code::WithoutPackage,
                ..use_existing()
            };
            site.install(choices.clone()).await.problem();
            site.tenant.trouble().clear();
            if with_older {
                site.install(choices).await.stands();
            }
            site.is_again(&site.undo().await, &before);
        }
    }
}
