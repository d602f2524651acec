//! The assumptions, each with a stable code, the section of the contract that marks it, and a sentence in plain English.

macro_rules! assumptions {
    ($($name:ident = $code:literal, $section:literal, $assumed:literal;)+) => {
        /// What is taken for granted of a service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Assumption {
            $(#[doc = $assumed] $name,)+
        }

        impl Assumption {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable name for programs.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// Where the contracts tell of it.
            pub const fn section(self) -> &'static str {
                match self { $(Self::$name => $section,)+ }
            }

            /// What is assumed.
            pub const fn assumed(self) -> &'static str {
                match self { $(Self::$name => $assumed,)+ }
            }
        }
    };
}

assumptions! {
    // Auth0: the tenant and its token.
    Issuer = "auth0.host.issuer", "auth0-api 1.5",
        "A tenant answers its discovery document with an issuer.";
    UnknownHost = "auth0.host.unknown", "auth0-api 1.5",
        "The address of a tenant that does not exist answers 404.";
    Auth0Json = "auth0.answers.json", "auth0-api 2.4",
        "Auth0 answers in JSON; anything else comes from something in between.";
    TokenScope = "auth0.token.scope", "auth0-api 2.2",
        "The token's answer names the permissions in `scope`.";
    TokenLife = "auth0.token.expires_in", "auth0-api 2.2",
        "The token's answer tells its life in `expires_in`.";
    TokenRefused = "auth0.token.refused", "auth0-api 2.3",
        "A wrong Client ID or Client Secret is answered with 401 and access_denied.";
    TokenForbidden = "auth0.token.forbidden", "auth0-api 2.3",
        "An application that may not use the Management API is answered with 403 and access_denied or unauthorized_client.";
    Auth0Errors = "auth0.errors.form", "auth0-api 2.4",
        "An error of the Management API is an object with `error` or `errorCode`, and `message`.";
    ScopeMissing = "auth0.errors.permission", "auth0-api 2.4",
        "A permission that is missing is answered with 403 and insufficient_scope.";
    Auth0Limits = "auth0.limits.headers", "auth0-api 5.2",
        "Answers about users name the limit in x-ratelimit-limit and x-ratelimit-remaining.";
    Auth0Wait = "auth0.limits.wait", "auth0-api 5.2",
        "A 429 says with Retry-After or x-ratelimit-reset how long to wait.";
    UserHubReadsCount = "auth0.limits.userhub", "userhub-api 8",
        "UserHub's reads of people count against Auth0's limit.";
    // Auth0: people.
    PageSize = "auth0.users.page_size", "auth0-api 3.1",
        "A page holds as many users as were asked for, 100 at most, when there are more.";
    Total = "auth0.users.total", "auth0-api 3.2",
        "A list of users tells a `total`, which never exceeds 1,000.";
    PageBeyond = "auth0.users.beyond_1000", "auth0-api 3.3",
        "A page beyond the first 1,000 users is refused with 400 and invalid_paging.";
    Sorted = "auth0.users.sorted", "auth0-api 3.5",
        "A list that is asked for in order of created_at comes in that order.";
    Dates = "auth0.users.dates", "auth0-api 3.6",
        "The dates of a user are texts in ISO 8601.";
    SearchRange = "auth0.search.range", "auth0-api 3.4",
        "A search by a range of dates is accepted.";
    SearchExists = "auth0.search.exists", "auth0-api 3.4",
        "A search with `_exists_` is accepted.";
    SearchNot = "auth0.search.not", "auth0-api 3.4",
        "A search for whom a range does not find, with `NOT`, is accepted.";
    UserAbsent = "auth0.user.absent", "auth0-api 2.4",
        "A user who does not exist is answered with 404 and inexistent_user.";
    ExportAllowed = "auth0.export.allowed", "auth0-api 4.1",
        "A key with read:users may start an export job.";
    ExportStatus = "auth0.export.status", "auth0-api 4.2",
        "An export job is pending, processing, completed or failed.";
    ExportLink = "auth0.export.link", "auth0-api 4.3",
        "A completed export job tells a link to its file.";
    ExportGzip = "auth0.export.gzip", "auth0-api 4.3",
        "The file of an export is gzip.";
    ExportFields = "auth0.export.fields", "auth0-api 4.1",
        "A line of an export is a user with the fields that were asked for, and no others.";
    // Auth0: the automatic set-up.
    ApplicationSecret = "auth0.setup.application", "auth0-api 7.2",
        "The answer to a new application holds its Client Secret.";
    GrantExists = "auth0.setup.grant_exists", "auth0-api 7.2",
        "A second client grant for the same application and API is refused with 409.";
    ActionTrigger = "auth0.action.trigger", "auth0-api 7.2",
        "The trigger post-login is current in version v3, with runtime node22.";
    ActionStatus = "auth0.action.status", "auth0-api 7.2",
        "An Action is pending, building, packaged, built, retrying or failed.";
    ActionPackage = "auth0.action.package", "auth0-api 7.3",
        "An Action with the package @userhub/auth0-actions can be built.";
    ActionDeploy = "auth0.action.deploy", "auth0-api 7.2",
        "Deploying an Action is answered with 200 or 202.";
    ActionDeployed = "auth0.action.deployed", "auth0-api 7.2",
        "A deployed Action tells so in `all_changes_deployed` or `deployed_version`.";
    ActionRehearsal = "auth0.action.rehearsal", "auth0-api 7.2",
        "The draft of an Action can be tried with a made-up sign-in.";
    // UserHub: calls.
    ImportAnswers = "userhub.import.answer", "userhub-api 3.1",
        "`:import` answers with the user whom UserHub then holds.";
    ImportNames = "userhub.import.names", "userhub-api 3.5",
        "That answer names the person of Auth0 and the connection.";
    ImportTimes = "userhub.import.create_time", "userhub-api 3.4",
        "That answer tells when the user was created, and when it was given.";
    ImportLeaves = "userhub.import.leaves_alone", "userhub-api 3.1",
        "`:import` changes nothing of somebody who is in UserHub already.";
    EventAnswers = "userhub.event.answer", "userhub-api 3.1",
        "`:event` answers with nothing or an object.";
    EventReads = "userhub.event.reads", "userhub-api 3.1",
        "`:event` CHANGED with `wait` reads the person again before it answers.";
    ListNames = "userhub.list.names", "userhub-api 3.1",
        "A list with view=FULL names the connections of each user.";
    ListView = "userhub.list.view", "userhub-api 3.4",
        "Its users say that they are shown in the view FULL.";
    ListEnd = "userhub.list.end", "userhub-api 3.1",
        "The last page of a list has no token for a next one, or an empty one.";
    KeyLists = "userhub.key.lists", "userhub-api 4.1",
        "A key may list users, or is refused with PERMISSION_DENIED and 403.";
    ReadById = "userhub.user.by_auth0_id", "userhub-api 3.3",
        "A user can be read by the id of Auth0 and the connection.";
    NotFound = "userhub.import.not_found", "userhub-api 10",
        "A person whom Auth0 does not have, and an unknown connection, are both answered with NOT_FOUND.";
    PendingDeletion = "userhub.user.pending_deletion", "userhub-api 2.3",
        "Whoever is marked for deletion is told by the state or a reason of PENDING_DELETION.";
    ConnectionState = "userhub.connection.state", "userhub-api 3.6",
        "A user's connection tells its state: PENDING_SETUP, ACTIVE, BROKEN, DISABLED or ARCHIVED.";
    // UserHub: errors and limits.
    UserHubJson = "userhub.answers.json", "userhub-api 2.1",
        "UserHub answers in JSON; anything else comes from something in between.";
    UserHubErrors = "userhub.errors.form", "userhub-api 2.1",
        "An error is a flat object with one of the known codes.";
    Reasons = "userhub.errors.reason", "userhub-api 2.3",
        "The reason of an error is a word in capitals.";
    Unauthenticated = "userhub.errors.unauthenticated", "userhub-api 2.2",
        "UNAUTHENTICATED comes with status 401.";
    PermissionDenied = "userhub.errors.permission_denied", "userhub-api 2.2",
        "PERMISSION_DENIED comes with status 403.";
    NotFoundStatus = "userhub.errors.not_found", "userhub-api 2.2",
        "NOT_FOUND comes with status 404.";
    FailedPrecondition = "userhub.errors.failed_precondition", "userhub-api 2.2",
        "FAILED_PRECONDITION comes with status 400.";
    InvalidArgument = "userhub.errors.invalid_argument", "userhub-api 2.2",
        "INVALID_ARGUMENT comes with status 400.";
    Exhausted = "userhub.errors.resource_exhausted", "userhub-api 2.2",
        "RESOURCE_EXHAUSTED comes with status 429.";
    Unavailable = "userhub.errors.unavailable", "userhub-api 2.2",
        "UNAVAILABLE, DEADLINE_EXCEEDED and INTERNAL come with status 503, 504 and 500.";
    UserHubLimits = "userhub.limits.headers", "userhub-api 8",
        "UserHub names no limit in its headers.";
    UserHubWait = "userhub.limits.wait", "userhub-api 1.3",
        "A 429 says with Retry-After how long to wait.";
    UserHubPace = "userhub.limits.pace", "userhub-api 8",
        "UserHub takes 16 to 64 calls at once.";
    // UserHub: what it takes over.
    FieldName = "userhub.field.name", "userhub-api 4",
        "`name` becomes `displayName`.";
    FieldEmail = "userhub.field.email", "userhub-api 4",
        "`email` becomes `email`.";
    FieldEmailVerified = "userhub.field.email_verified", "userhub-api 4",
        "`email_verified` becomes `emailVerified`.";
    FieldPhone = "userhub.field.phone_number", "userhub-api 4",
        "`phone_number` becomes `phoneNumber`.";
    FieldPhoneVerified = "userhub.field.phone_verified", "userhub-api 4",
        "`phone_verified` becomes `phoneNumberVerified`.";
    FieldPicture = "userhub.field.picture", "userhub-api 4",
        "`picture` becomes `imageUrl`.";
    FieldBlocked = "userhub.field.blocked", "userhub-api 4",
        "A blocked person becomes disabled.";
}

impl Assumption {
    /// The assumption of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|assumption| assumption.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_has_a_code_of_its_own_that_leads_back_to_it() {
        let codes: BTreeSet<_> = Assumption::ALL.iter().map(|one| one.code()).collect();
        assert_eq!(codes.len(), Assumption::ALL.len());
        for one in Assumption::ALL {
            assert_eq!(Assumption::of_code(one.code()), Some(*one));
            assert!(one.assumed().ends_with('.'), "{one:?}");
            assert!(one.section().contains("-api "), "{one:?}");
        }
        assert_eq!(Assumption::of_code("jane@example.com"), None);
    }
}
