//! Taking back what a sync added: whom it added and who is as it left them is marked for deletion; everybody else stays, and
//! it is said why. Auth0 is not asked: the wrong tenant may be gone already.

use futures_util::stream::{self, StreamExt as _};

use super::carry_out::{held, not_read};
use super::see_through::{Asked, Resumed, do_it, go_on};
use super::work::{AT_ONCE, NOT_SHOWN, Work};
use crate::domain::issue::Issue;
use crate::domain::removal::{Act, called, take_back};
use crate::engine::failure::Failure;
use crate::protocol::removal::{Ended, LeftOut, Planned, Preview};
use crate::store::journal::{AddedRow, NewDeed, RunKind};

/// Takes a sync back, or shows what that would be.
pub(super) async fn undo(work: &Work<'_>, run: i64, carry_out: bool) -> Result<Ended, Failure> {
    let mut resumed = Resumed::default();
    if carry_out {
        resumed = go_on(work, Asked::Undo { run }).await?;
    }
    let look = move |journal: &mut crate::store::journal::Journal| {
        Ok((journal.added_by(run)?, journal.taken_back()?))
    };
    let (added, before) = work.session.journal.with(look).await?;
    let Some(added) = added else {
        return Err(Issue::run_not_kept(run).into());
    };
    let mut preview = Preview::default();
    let mut deeds = Vec::new();
    let is_seen_to =
        |row: &AddedRow| before.contains(&row.id) || resumed.has_seen_to(row.id.as_str());
    let rows: Vec<AddedRow> = (added.into_iter()).filter(|row| !is_seen_to(row)).collect();
    resumed.looked_at_again(rows.iter().map(|row| row.id.as_str()));
    let mut looked = stream::iter(rows)
        .map(async |row: AddedRow| {
            let whole = match &row.added.userhub_id {
                Some(id) => work.userhub.whole(id).await,
                None => Ok(None),
            };
            let decided = match whole {
                Ok(whole) => {
                    let held = whole.as_ref().map(|whole| held(whole, &row.id));
                    take_back(&row.added, held.as_ref()).map_err(|stays| stays.words())
                }
                Err(error) if error.is_about_one() => Err(not_read(&error)),
                Err(error) => return Err(Failure::from(error)),
            };
            Ok((row, decided))
        })
        .buffered(AT_ONCE);
    while let Some(one) = looked.next().await {
        let (row, decided) = one?;
        let (id, name) = (
            row.id.to_string(),
            called(row.name.as_deref(), row.email.as_deref(), row.id.as_str()).to_owned(),
        );
        match (decided, row.added.userhub_id) {
            (Ok(()), Some(_)) if !work.was_shown(&row.id) => preview.left_out.push(LeftOut {
                id,
                name,
                reason: NOT_SHOWN.to_owned(),
            }),
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
            (Err(reason), _) => preview.left_out.push(LeftOut { id, name, reason }),
            (Ok(()), None) => {}
        }
    }
    drop(looked);
    if !carry_out {
        return Ok(work.show(preview));
    }
    let ended = do_it(work, RunKind::Undo, deeds, preview).await?;
    Ok(resumed.and(ended))
}
