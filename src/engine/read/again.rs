//! Reads a second time, in other ways, what came short of Auth0's own count.

use crate::clients::auth0::{Auth0, Person};
use crate::domain::counted::{Counted, Told};
use crate::engine::failure::Failure;
use crate::engine::read::by_id::{Depth, by_id, places};
use crate::engine::read::page_reader::{PageReader, is_refused};

/// How many pages a second reading may ask for. Those who are read so are fewer than 1,000.
const MOST_PAGES: u32 = 300;

/// Reads a search again, first by places and then by the beginnings of ids, until as many came as are counted. The
/// answer is how many are still missing, and the newest count.
///
/// `counted` holds those who came before. Whoever comes now is given to `take`.
pub(in crate::engine) async fn read_again<F>(
    auth0: &Auth0,
    q: Option<&str>,
    mut counted: Counted,
    take: &mut F,
) -> Result<(u64, Told), Failure>
where
    F: AsyncFnMut(Vec<Person>) -> Result<(), Failure>,
{
    let mut pages = PageReader::for_a_few(auth0, MOST_PAGES);
    let mut see = async |people: Vec<Person>| {
        for person in &people {
            counted.see(&person.source.id, person.created_at);
        }
        take(people).await
    };
    let by_places = match places(&mut pages, q, &mut see).await {
        Ok(places) => places,
        Err(failure) if is_refused(&failure) => return Ok((counted.missing(), Told::Nothing)),
        Err(failure) => return Err(failure),
    };
    let told = by_places.told;
    // Who has left since was counted before and is not counted any more.
    if by_places.are_all() && told != Told::Nothing {
        return Ok((0, told));
    }
    if told != Told::Nothing {
        counted.recount(told, by_places.at);
    }
    if counted.missing() == 0 {
        return Ok((0, told));
    }
    let mut see = async |people: Vec<Person>| {
        for person in &people {
            counted.see(&person.source.id, person.created_at);
        }
        take(people).await
    };
    match by_id(&mut pages, q, "", Depth::Counted, &mut see).await {
        Ok(_) => {}
        Err(failure) if is_refused(&failure) => {}
        Err(failure) => return Err(failure),
    }
    Ok((counted.missing(), told))
}
