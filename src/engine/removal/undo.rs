//! Taking back what a sync added: whom it added and who is as it left them is marked for deletion; everybody else stays, and
//! it is said why. Auth0 is not asked: the wrong tenant may be gone already.

use futures_util::stream::{self, StreamExt as _};

use super::carry_out::held;
use super::see_through::{do_it, go_on};
use super::work::{AT_ONCE, Work};
use crate::domain::issue::Issue;
use crate::domain::removal::{Act, take_back};
use crate::engine::failure::Failure;
use crate::protocol::removal::{Ended, LeftOut, Planned, Preview};
use crate::store::journal::{AddedRow, NewDeed, RunKind};

/// Takes a sync back, or shows what that would be.
pub(super) async fn undo(work: &Work<'_>, run: i64, carry_out: bool) -> Result<Ended, Failure> {
    if carry_out {
        go_on(work).await?;
    }
    let look = move |journal: &mut crate::store::journal::Journal| {
        Ok((journal.added_by(run)?, journal.taken_back()?))
    };
    let (added, before) = work.desk.journal.with(look).await?;
    let Some(added) = added else {
        return Err(Issue::run_not_kept(run).into());
    };
    let mut preview = Preview::default();
    let mut deeds = Vec::new();
    let rows = (added.into_iter()).filter(|row| !before.contains(&row.id));
    let mut looked = stream::iter(rows)
        .map(async |row: AddedRow| {
            let whole = match &row.added.userhub_id {
                Some(id) => work.userhub.whole(id).await?,
                None => None,
            };
            let held = whole.as_ref().map(|whole| held(whole, &row.id));
            let decided = take_back(&row.added, held.as_ref());
            Ok::<_, Failure>((row, decided))
        })
        .buffered(AT_ONCE);
    while let Some(one) = looked.next().await {
        let (row, decided) = one?;
        let (id, name) = (row.id.to_string(), called(&row));
        match (decided, row.added.userhub_id) {
            (Ok(()), Some(userhub_id)) => {
                let act = Act::TakeBack;
                preview.people.push(Planned {
                    id,
                    name,
                    act: Some(act),
                });
                deeds.push(NewDeed {
                    id: row.id,
                    userhub_id,
                    name: row.name,
                    email: row.email,
                    act,
                    of_run: Some(run),
                });
            }
            (Err(stays), _) => preview.left_out.push(LeftOut {
                id,
                name,
                reason: stays.words(),
            }),
            (Ok(()), None) => {}
        }
    }
    drop(looked);
    if !carry_out {
        return Ok(work.show(preview));
    }
    do_it(work, RunKind::Undo, deeds, preview).await
}

fn called(row: &AddedRow) -> String {
    let given = [&row.name, &row.email];
    let mut given = given.into_iter().filter_map(Option::as_deref);
    let name = given.find(|text| !text.trim().is_empty());
    name.unwrap_or(row.id.as_str()).to_owned()
}
