# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_userhub_connect_global_optspecs
    string join \n auth0-domain= auth0-client-id= auth0-client-secret-file= connection-id= userhub-key-file= json gentle wait-for-hours data-dir= ca-certificate= auth0-url= userhub-url= practice practice-people= practice-plan= practice-pulls= practice-others= practice-latency= practice-events practice-happen= practice-trouble= practice-reset h/help V/version
end

function __fish_userhub_connect_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_userhub_connect_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_userhub_connect_using_subcommand
    set -l cmd (__fish_userhub_connect_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -s V -l version -d 'Print version'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "guide" -d 'Print the documented set-up steps, with the values to enter and the pages to open'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "check" -d 'Check the set-up, stage by stage, and say what is wrong and how to fix it'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "install" -d 'Set up the Auth0 side: application, permissions, Action, Login flow'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "sync" -d 'Bring every Auth0 user into UserHub and prove it'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "verify" -d 'Read both sides anew and say whether they agree, user by user; nothing is changed'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "person" -d 'Say what is the matter with one person, on both sides as they are now; nothing is changed'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "removals" -d 'List people who left Auth0 and are still in UserHub, or decide what becomes of them'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "undo" -d 'Take back what a sync added: those who are as it left them are marked for deletion in UserHub'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "watch" -d 'Bring changes over as they happen, until it is stopped'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "history" -d 'List earlier runs, or write down whom one of them was about'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "schedule" -d 'Keep people up to date when nobody is there: install, look at, print or remove a schedule'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "hand-over" -d 'Hand a set-up over: one file for a colleague or an auditor, or go on from such a file'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "snippet" -d 'Print the code of the Post Login Action, or what a tool needs to install it'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "practice" -d 'Serve a made-up Auth0 and UserHub on this computer, to explore with curl'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "desktop" -d 'Put this program into the menu of your desktop, or take it out (Linux)'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c userhub-connect -n "__fish_userhub_connect_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l events -d 'The steps that add the permission for live updates (read:events), in the place of the documented ones'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand guide" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l add-person -d 'Prove the connection by bringing this one person into UserHub' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l all -d 'Look at the Action too: where it lies, whether it runs, and whether it comes through a made-up sign-in'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l action -d 'Use the Action with this id' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l place -d 'The Action\'s place in the Login flow, from 1; without it, it comes last or stays where it is' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l form -d 'The form of the Action\'s code' -r -f -a "documented\t'As UserHub documents it, with its package'
without-package\t'Without the package, for when Auth0 cannot add it'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l plan -d 'Show what there is now and what there will be after, and change nothing'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l yes -d 'Make the changes'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l undo -d 'Take back what was changed; what somebody else has changed since stays'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l forget -d 'Forget what --undo would need; Auth0 stays as it is'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l use-existing -d 'Use the application and the Action named UserHub that are there already'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l second -d 'Make a second application and a second Action beside those that are there'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l with-events -d 'Give the application the permission read:events too, by which changes arrive within seconds'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l only-events -d 'Give the application that permission, and change nothing else'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l full-after -d 'After how many days everybody is compared again' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l wait -d 'How long an unattended run waits in all, for the network and for other runs' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l dry-run -d 'Show what would be done, and change nothing'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l incremental -d 'Bring over only those who have changed since everybody was compared last'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l unattended -d 'Run as a schedule does: nobody is there to give keys or to look'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l yes -d 'Say that somebody has looked at the first sync'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l save -d 'The new file for the certificate, with everybody in whom the sides differ, as JSON' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand person" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -f -a "keep" -d 'Keep them in UserHub, and do not ask again'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -f -a "disable" -d 'Disable them in UserHub: they stay, and may not sign in'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -f -a "mark" -d 'Mark them for deletion in UserHub, which deletes them when its grace period is over and can restore them until then'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -f -a "restore" -d 'Take back what the app has done to them; whoever is restored counts as kept'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -f -a "policy" -d 'What is done by itself after a sync with people who have waited long enough: nothing, unless it was turned on'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and not __fish_seen_subcommand_from keep disable mark restore policy help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l all -d 'Everybody on the list; nobody with a subscription or in an owner\'s role is among them'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l yes -d 'Do it; without this it is shown alone'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from keep" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l confirm -d 'The number of people, typed: where they are more or fewer, nothing is done, and where it is the right one, it overrides the guards by number' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l all -d 'Everybody on the list; nobody with a subscription or in an owner\'s role is among them'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l yes -d 'Do it; without this it is shown alone'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l confirm -d 'The number of people, typed: where they are more or fewer, nothing is done, and where it is the right one, it overrides the guards by number' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l all -d 'Everybody on the list; nobody with a subscription or in an owner\'s role is among them'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l yes -d 'Do it; without this it is shown alone'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from mark" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l run -d 'Those of this run: a removal, or an undo' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l all -d 'Everybody whom the app has disabled or marked, by a removal or an undo, and nobody has brought back'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l yes -d 'Do it; without this it is shown alone'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -f -a "disable" -d 'Disable them in UserHub'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -f -a "mark" -d 'Mark them for deletion in UserHub, which deletes them when its grace period is over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -f -a "off" -d 'Do nothing by itself'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from policy" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from help" -f -a "keep" -d 'Keep them in UserHub, and do not ask again'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from help" -f -a "disable" -d 'Disable them in UserHub: they stay, and may not sign in'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from help" -f -a "mark" -d 'Mark them for deletion in UserHub, which deletes them when its grace period is over and can restore them until then'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Take back what the app has done to them; whoever is restored counts as kept'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from help" -f -a "policy" -d 'What is done by itself after a sync with people who have waited long enough: nothing, unless it was turned on'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand removals; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l yes -d 'Do it; without this it is shown alone'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l poll -d 'How often changes are looked for where Auth0 does not tell of them, in seconds' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l full-every -d 'How often everybody is compared, in hours; 0 is only where it is needed' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l for -d 'End by itself after so many seconds' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l unattended -d 'Run as a schedule does: nobody is there to give keys or to look'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l yes -d 'Say that somebody has looked at the first sync'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l run -d 'The run whose people are wanted; without --csv they are printed' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l csv -d 'The new file for the run\'s people, one a line, for spreadsheets; - is standard output' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand history" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -f -a "install" -d 'Install a schedule for this set-up, in the place of the one before'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -f -a "status" -d 'Tell of the next run, the last one, the last success, and where the keys come from'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -f -a "print" -d 'Show every file that would be installed, and install nothing'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -f -a "remove" -d 'Remove the schedule and all that belongs to it'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and not __fish_seen_subcommand_from install status print remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l every -d 'How often: 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l live -d 'Watch all the time instead'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l system -d 'Of the computer, with a user of its own and encrypted credentials (systemd, as root)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l system -d 'Of the computer, with a user of its own and encrypted credentials (systemd, as root)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l every -d 'How often: 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l live -d 'Watch all the time instead'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l system -d 'Of the computer, with a user of its own and encrypted credentials (systemd, as root)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from print" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l system -d 'Of the computer, with a user of its own and encrypted credentials (systemd, as root)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from help" -f -a "install" -d 'Install a schedule for this set-up, in the place of the one before'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from help" -f -a "status" -d 'Tell of the next run, the last one, the last success, and where the keys come from'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from help" -f -a "print" -d 'Show every file that would be installed, and install nothing'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove the schedule and all that belongs to it'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand schedule; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l save -d 'The new file to write, a page for any browser' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l open -d 'The file to go on from; what is on this computer already stays' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l without-key-places -d 'Leave out where the keys are'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand hand-over" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l form -d 'The form to print' -r -f -a "documented\t'The code that UserHub documents, to paste into Auth0'
without-package\t'Code for a tenant that cannot install the package, to paste into Auth0'
terraform\t'A configuration for Terraform: the application and the Action'
deploy-cli\t'Lines for the tenant.yaml of auth0-deploy-cli'
auth0-cli\t'A script for the Auth0 CLI'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l without-package -d 'Let a tool\'s form install the code that needs no package'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand snippet" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand practice" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -f -a "install" -d 'Put this program, where it lies now, into the menu'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -f -a "remove" -d 'Take it out of the menu; the program and its data stay'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and not __fish_seen_subcommand_from install remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l user -d 'In your own menu, which is the only one; a package has its entry in everybody\'s'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l user -d 'In your own menu, which is the only one; a package has its entry in everybody\'s'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from help" -f -a "install" -d 'Put this program, where it lies now, into the menu'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Take it out of the menu; the program and its data stay'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand desktop; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l auth0-domain -d 'The Auth0 domain, or the address of any page of the tenant\'s Auth0 dashboard' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l auth0-client-id -d 'The Client ID of the Auth0 application' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l auth0-client-secret-file -d 'A file with the Client Secret of the Auth0 application; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l connection-id -d 'The connection ID in UserHub, conn_...' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l userhub-key-file -d 'A file with the Admin API key of UserHub; - is standard input' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l data-dir -d 'Keep everything that is written under this folder' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l ca-certificate -d 'Trust the certificates in this PEM file too (company proxies)' -r -F
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l auth0-url -d 'Ask this address of this computer instead of the Auth0 tenant\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l userhub-url -d 'Ask this address of this computer instead of UserHub\'s (practice and tests)' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-people -d 'How many people the practice tenant has' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-plan -d 'The Auth0 plan whose limits the practice tenant keeps to' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-pulls -d 'Whether the reads of the practice UserHub count against that limit' -r -f -a "counted\t'Each counts as a request'
free\t'They cost nothing'"
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-others -d 'How many requests a second other applications want of that limit' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-latency -d 'How long every answer of the practice UserHub takes at least, in milliseconds [0; 120 in the window]' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-happen -d 'How many things happen to practice\'s people by themselves in a minute: sign-ups, changes, sign-ins, and the like' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-trouble -d 'Let one thing go wrong in the practice services: wrong-tenant, half-gone, auth0-away, slowed-down, and others' -r
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l json -d 'Print one JSON object a line instead of text'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l gentle -d 'Leave half of what is free of the services\' limits to others; a sync takes about twice as long'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l wait-for-hours -d 'Where a service asks for hours (a quota of tokens that is used up), wait for it instead of ending; up to 25 hours'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice -d 'Use the made-up Auth0 and UserHub inside this program; nothing leaves this computer'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-events -d 'Let the practice application read events as they happen, as the permission read:events does'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -l practice-reset -d 'Forget what the practice UserHub has, and start over'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "guide" -d 'Print the documented set-up steps, with the values to enter and the pages to open'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "check" -d 'Check the set-up, stage by stage, and say what is wrong and how to fix it'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "install" -d 'Set up the Auth0 side: application, permissions, Action, Login flow'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "sync" -d 'Bring every Auth0 user into UserHub and prove it'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "verify" -d 'Read both sides anew and say whether they agree, user by user; nothing is changed'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "person" -d 'Say what is the matter with one person, on both sides as they are now; nothing is changed'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "removals" -d 'List people who left Auth0 and are still in UserHub, or decide what becomes of them'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "undo" -d 'Take back what a sync added: those who are as it left them are marked for deletion in UserHub'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "watch" -d 'Bring changes over as they happen, until it is stopped'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "history" -d 'List earlier runs, or write down whom one of them was about'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "schedule" -d 'Keep people up to date when nobody is there: install, look at, print or remove a schedule'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "hand-over" -d 'Hand a set-up over: one file for a colleague or an auditor, or go on from such a file'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "snippet" -d 'Print the code of the Post Login Action, or what a tool needs to install it'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "practice" -d 'Serve a made-up Auth0 and UserHub on this computer, to explore with curl'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "desktop" -d 'Put this program into the menu of your desktop, or take it out (Linux)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and not __fish_seen_subcommand_from guide check install sync verify person removals undo watch history schedule hand-over snippet practice desktop completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from removals" -f -a "keep" -d 'Keep them in UserHub, and do not ask again'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from removals" -f -a "disable" -d 'Disable them in UserHub: they stay, and may not sign in'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from removals" -f -a "mark" -d 'Mark them for deletion in UserHub, which deletes them when its grace period is over and can restore them until then'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from removals" -f -a "restore" -d 'Take back what the app has done to them; whoever is restored counts as kept'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from removals" -f -a "policy" -d 'What is done by itself after a sync with people who have waited long enough: nothing, unless it was turned on'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from schedule" -f -a "install" -d 'Install a schedule for this set-up, in the place of the one before'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from schedule" -f -a "status" -d 'Tell of the next run, the last one, the last success, and where the keys come from'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from schedule" -f -a "print" -d 'Show every file that would be installed, and install nothing'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from schedule" -f -a "remove" -d 'Remove the schedule and all that belongs to it'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from desktop" -f -a "install" -d 'Put this program, where it lies now, into the menu'
complete -c userhub-connect -n "__fish_userhub_connect_using_subcommand help; and __fish_seen_subcommand_from desktop" -f -a "remove" -d 'Take it out of the menu; the program and its data stay'
