"""What becomes of tickets: who types what, how long after the log."""

LIVES = {
    "quick": """
        0m    ana log {title} -p {p} {by} --tag mail
        9m    ana ack {id}
        40m   ana note {id} 'found it' --public
        1h    ana resolve {id} -m 'restarted it'
        1d    ana close {id} -m 'confirmed'
        """,
    "closes by itself": """
        0m    ben log {title} -p {p} {by} --service payments
        25m   ben ack {id}
        3h    ben resolve {id} -m 'cleared the cache'
        5d    ben review {id} --root-cause 'a full cache' --factor 'no alarm' --action 'add one'
        """,
    "nobody takes it": """
        0m    ben log {title} -p {p} {by} --customer {customer}
        20h   bo ack {id} -m 'late'
        22h   bo resolve {id} -m 'found in the end'
        """,
    "assessed up": """
        0m    ana log {title} {by}
        3h    ben assess {id} --impact high --urgency high -m 'the whole site'
        4h    ben note {id} 'we are on it' --public
        6h    ben resolve {id} -m 'a failing switch'
        7h    ben close {id}
        4d    lee review {id} --root-cause 'a switch' --went-well 'people were told'
        """,
    "raised and lowered": """
        0m    ana log {title} -p P4 --category order {by}
        30m   ana ack {id}
        6h    ana edit {id} --priority P1 -m 'nobody can order'
        7h    ana note {id} 'working on it' --public
        11h   ana edit {id} --priority P3 -m 'a way round it'
        30h   ana edit {id} --priority P2
        40h   ana resolve {id} -m 'mended for good'
        """,
    "lowered, then raised": """
        0m    ben log {title} -p P1 {by}
        5m    ben ack {id}
        20m   ben edit {id} --priority P4 -m 'one desk only'
        2d    ben edit {id} --priority P3 --impact medium --urgency medium
        3d    ben edit {id} --priority P1 -m 'all desks'
        75h   ben resolve {id} -m 'a patch'
        """,
    "becomes a VIP's": """
        0m    ana log {title} -p {p} {by}
        10m   ana ack {id}
        5h    ana edit {id} --vip -m 'it is the head of the works'
        20h   bo note {id} 'nearly there' --public
        30h   bo edit {id} --no-vip --title 'Screen of the hall' --description 'the large one'
        45h   bo resolve {id} -m 'a cable'
        """,
    "a VIP's": """
        0m    ana log {title} -p {p} {by} --vip
        12m   bo ack {id}
        3h    bo note {id} 'how is it now?' --public
        5h    kim note {id} 'no better' --from-requester
        9h    bo note {id} 'a part is ordered' --public
        20h   bo resolve {id} -m 'new part'
        21h   bo close {id}
        """,
    "waits for the requester": """
        0m    ana log {title} -p {p} {by}
        15m   ana ack {id}
        30m   ana note {id} 'which screen?' --public
        31m   ana wait {id} --for requester -m 'asked which'
        26h   kim note {id} 'the left one' --from-requester
        28h   ana resume {id} -m 'answered'
        31h   ana note {id} 'thank you' --public
        50h   ana resolve {id} -m 'the left one'
        """,
    "waits until": """
        0m    ben log {title} -p {p} {by} --customer {customer}
        1h    ben ack {id}
        2h    ben wait {id} --for vendor --until +9h -m 'they call back'
        20h   ben wait {id} --until +30m
        21h   ben note {id} 'vendor sent a fix'
        25h   ben resolve {id} -m 'the fix of the vendor'
        """,
    "raised while it waits": """
        0m    ben log {title} -p P4 {by}
        1h    ben ack {id}
        2h    ben wait {id} --for vendor -m 'a part'
        30h   ben edit {id} --priority P2 -m 'it is the server'
        50h   ben edit {id} --priority P4
        70h   ben edit {id} --priority P2
        80h   ben resume {id}
        90h   ben resolve {id} -m 'the part'
        """,
    "waits before anybody took it": """
        0m    ana log {title} -p {p} {by}
        20m   ana wait {id} --for other
        9h    ana resume {id}
        12h   ana ack {id}
        13h   ana resolve {id} -m 'the other team did it'
        """,
    "climbs by hand": """
        0m    ana log {title} -p {p} {by}
        10m   ana ack {id}
        2h    ana escalate {id} -m 'too hard' --tried reboot --expect-level L1
        3h    bo ack {id}
        5h    bo escalate {id} --to L3 -m 'network' --tried 'a new cable' --next-step 'trace it'
        7h    lee approve {id} -m 'go ahead'
        8h    cy ack {id}
        12h   cy resolve {id} -m 'a loop'
        """,
    "declined": """
        0m    ben log {title} -p P3 {by}
        10m   ben ack {id}
        2h    ben escalate {id} --to L3 -m 'network' --tried nothing
        3h    lee decline {id} -m 'try the cable first'
        9h    ben resolve {id} -m 'the cable'
        9h    ben close {id}
        """,
    "granted by itself": """
        0m    ana log {title} -p P2 {by}
        10m   ana ack {id}
        1h    ana escalate {id} --to L3 -m 'network' --tried 'all cables'
        30h   di ack {id}
        33h   di resolve {id} -m 'a rule of the firewall'
        """,
    "breaks the glass": """
        0m    ana log {title} -p P2 {by}
        5m    ana ack {id}
        30m   ana escalate {id} --to L3 -m 'it spreads' --tried 'pulled it' --break-glass
        45m   di ack {id}
        3h    lee approve {id} -m 'rightly so'
        5h    di resolve {id} -m 'cut off and cleaned'
        6h    di close {id}
        """,
    "up to the director": """
        0m    ana log {title} -p P1 {by} --customer globex
        4m    ana ack {id}
        30m   ana escalate {id} --to lead -m 'they threaten to leave' --tried 'talked to them'
        1h    lee escalate {id} --to director -m 'a contract' --tried talks --impact-note all
        2h    max approve {id}
        3h    ana note {id} 'the director calls you' --public
        9h    ana resolve {id} -m 'agreed'
        """,
    "returned": """
        0m    ben log {title} -p {p} {by}
        10m   ben ack {id}
        1h    ben escalate {id} --to L2 -m 'database?' --tried 'a restart'
        2h    bo ack {id}
        3h    bo return {id} -m 'no database in it'
        4h    ben ack {id}
        8h    ben escalate {id} --to L2 -m 'it is one' --tried 'another restart'
        9h    bo resolve {id} -m 'an index'
        """,
    "complains": """
        0m    ana log {title} -p P3 {by}
        50m   ana ack {id}
        5h    kim complain {id} -m 'second call'
        9h    kim complain {id} -m 'third call'
        10h   kim complain {id} -m 'fourth call'
        20h   bo resolve {id} -m 'at last'
        """,
    "comes back": """
        0m    ana log {title} -p {p} {by}
        10m   ana ack {id}
        2h    ana resolve {id} -m 'restarted'
        6h    ana reopen {id} -m 'it fails again'
        7h    ben ack {id}
        9h    ben resolve {id} -m 'restarted'
        10h   ben close {id}
        60h   ana reopen {id} -m 'and again'
        61h   bo ack {id}
        66h   bo resolve {id} -m 'replaced it'
        """,
    "changes hands": """
        0m    ana log {title} -p {p} {by}
        10m   ana assign {id} ben -m 'you know it'
        30m   ben ack {id}
        35m   ben stakeholder add {id} max dora
        3h    ben assign {id} bo
        4h    ben stakeholder remove {id} dora
        6h    bo resolve {id} -m 'as ever'
        """,
    "needs a skill": """
        0m    ana log {title} -p {p} {by} --skill network
        2h    cy ack {id}
        3h    cy edit {id} --remove-skill network --skill firewall --tag wall --remove-tag none
        7h    cy resolve {id} -m 'opened a port'
        """,
    "needs a decision": """
        0m    ben log {title} --impact medium --urgency medium {by}
        20m   ben assess {id} --needs-decision --category order -m 'buy or mend'
        4h    max note {id} 'buy it'
        9h    ben resolve {id} -m 'bought'
        """,
    "from a machine": """
        0m    mon log --from - < {{"title": "Disk full", "priority": "{p}", "key": "disk-{n}"}}
        30m   mon log 'Disk still full' --key disk-{n}
        1h    ben ack {id}
        3h    ben resolve {id} -m 'removed old logs'
        """,
    "taken back": """
        0m    ana log {title} -p {p} {by}
        10m   ana ack {id}
        20m   uma edit {id} --priority P1
        20m   uma undo -m 'the wrong ticket'
        3h    uma resolve {id} -m 'oh'
        3h    uma undo
        9h    ana resolve {id} -m 'truly'
        """,
    "logged by mistake": """
        0m    uma log {title} -p {p}
        1m    uma undo -m 'a test'
        """,
    "a secret": """
        0m    ana log {title} -p {p} {by}
        10m   ana ack {id}
        15m   ana note {id} 'the password is open sesame'
        2h    lee redact {id} --event {noted} -m 'a password'
        5h    ana resolve {id} -m 'a new password'
        """,
    "left alone": """
        0m    ana log {title} -p {p} {by}
        40m   ana ack {id}
        9d    ana note {id} 'sorry for that' --public
        10d   ana resolve {id} -m 'done'
        """,
}
"""Each line: a delay, a person, a command line; after ` < ` what its standard input holds."""

COURSE = """
2026-03-20T08:00 lee delegate lee --to max --until 2026-03-27T08:00 -m 'on leave'
2026-04-21T09:00 ana import --from servicenow {incidents} --tz Europe/Berlin --date-format dmy
2026-04-23T10:00 di resolve T-68 -m 'was open when it was brought in'
2026-05-28T20:00 max policy apply
2026-06-08T08:00 lee delegate lee --to bo --until 2026-06-15T08:00
2026-06-25T17:00 ana archive --closed-for 2w
"""
"""What is not about one ticket, in the zone UTC."""
