"""`import` of the files of other programs: each comes in by its mapping, or is refused with why."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import Result, Shell

NOW = "2026-11-23T10:00:00+01:00"
JIRA = (
    "Resumen,Clave de incidencia,Estado,Prioridad,Persona asignada,Informador,Creada,Actualizada,"
    "Resuelta,Comentario,Comentario,Categoría de estado,Se ha cambiado la categoría de estado\n"
    "Sin correo,AB-7,Atendida,High,ana,kim@example.org,18/jul/26 9:10 AM,18/jul/26 10:53 AM,,"
    '"18/jul/26 10:40 AM;ana;Se mira; espere.",,Listo,18/jul/26 10:45 AM\n'
)
OTRS = {
    "TicketNumber": "2014112",
    "Title": "Printer",
    "State": "closed successful",
    "Priority": "4 high",
    "Owner": "agent-2",
    "CustomerUserID": "kim",
    "Created": "2026-03-21 00:17:40",
    "Changed": "2026-03-21 00:21:08",
    "History": [
        {
            "CreateTime": "2026-03-21 00:17:41",
            "HistoryType": "NewTicket",
            "Name": "%%2014112%%Postmaster%%3 normal%%new%%730",
            "CreateBy": "1",
        },
        {
            "CreateTime": "2026-03-21 00:18:00",
            "HistoryType": "StateUpdate",
            "Name": "%%new%%open%%",
            "CreateBy": "3",
        },
        {
            "CreateTime": "2026-03-21 00:21:08",
            "HistoryType": "StateUpdate",
            "Name": "%%open%%closed successful%%",
            "CreateBy": "3",
        },
    ],
}
REDMINE = {
    "issue": {
        "id": 7311,
        "subject": "Data",
        "status": {"id": 5, "name": "Cerrada"},
        "priority": {"id": 7, "name": "Inmediata"},
        "author": {"id": 24, "name": "Person D"},
        "created_on": "2026-01-26T12:39:26Z",
        "updated_on": "2026-02-02T13:45:50Z",
        "journals": [
            {
                "created_on": "2026-01-27T11:40:54Z",
                "user": {"name": "Person C"},
                "notes": "Taken",
                "details": [{"name": "status_id", "old_value": "1", "new_value": "2"}],
            },
            {
                "created_on": "2026-02-02T13:45:50Z",
                "user": {"name": "Person B"},
                "notes": "",
                "details": [{"name": "status_id", "old_value": "2", "new_value": "5"}],
            },
        ],
    }
}
FILES: Mapping[str, tuple[str, str, dict[str, object]]] = {
    "jira in Spanish": (
        "jira-csv",
        JIRA,
        {"status": "resolved", "priority": "P2", "resolved_at": "2026-07-18T10:45:00Z"},
    ),
    "jira by its API": (
        "jira-rest",
        json.dumps(
            {
                "issues": [
                    {
                        "key": "AB-1",
                        "fields": {
                            "summary": "x",
                            "created": "2026-05-11T15:26:00.000+0200",
                            "updated": "2026-05-12T15:26:00.000+0200",
                            "priority": None,
                            "assignee": None,
                            "status": {
                                "name": "Waiting for customer",
                                "statusCategory": {"key": "indeterminate"},
                            },
                        },
                    }
                ]
            }
        ),
        {"status": "waiting", "waiting_for": "requester", "logged_at": "2026-05-11T13:26:00Z"},
    ),
    "jira's history": (
        "jira-history",
        (
            '"","ticket","date_created","date_updated","Status"\n'
            '"1","A-1",2026-03-16,2026-03-20,"Closed"\n"2","A-1",2026-03-16,2026-03-17,"Else"\n'
            '"3","A-1",2026-03-16,2026-03-16,"Open"\n'
        ),
        {"status": "closed", "closed_at": "2026-03-20T00:00:00Z"},
    ),
    "a report of pagerduty": (
        "pagerduty-report",
        (
            "id,incident_number,description,service_name,created_on,resolved_on,seconds_to_first_ack,"
            "seconds_to_resolve,assigned_to_user_names,urgency\n"
            "Q1,17,Disk,db,2026-03-05T14:22:10-05:00,2026-03-05T15:22:10-05:00,60,3600,ana,high\n"
        ),
        {"status": "resolved", "priority": "P2", "resolved_at": "2026-03-05T20:22:10Z"},
    ),
    "the same, still open": (
        "pagerduty-report",
        (
            "incident_number,description,created_on,resolved_on,seconds_to_resolve,urgency\n"
            "17,Disk,2026-03-05T14:22:10-05:00,,,low\n"
        ),
        {"status": "open", "priority": "P4", "logged_at": "2026-03-05T19:22:10Z"},
    ),
    "dates in words, empty rows, cells too many": (
        "csv",
        (
            "Incident #,ID,Subject,Status,Priority,Created Time,Resolved Time\n"
            '7,a1,Mail,Resolved,High,"Thursday, March 5, 2026 2:22 PM","5 Mar, 2026 4:22 PM",,\n'
            ",,,,,,,\n"
        ),
        {"key": "7", "status": "resolved", "resolved_at": "2026-03-05T16:22:00Z"},
    ),
    "a ticket that zendesk deleted": (
        "zendesk",
        (
            '{"id":3,"created_at":"2026-03-27T09:00:56Z","updated_at":"2026-03-28T09:00:56Z",'
            '"subject":"Spam","priority":null,"status":"deleted","requester_id":19}\n'
        ),
        {"status": "closed"},
    ),
    "zendesk": (
        "zendesk",
        json.dumps(
            {
                "tickets": [
                    {
                        "id": 3,
                        "created_at": "2026-03-27T09:00:56Z",
                        "updated_at": "2026-03-28T09:00:56Z",
                        "subject": "Hello",
                        "priority": None,
                        "status": "hold",
                        "requester_id": 19,
                        "tags": ["vip", "mail"],
                    }
                ],
                "end_of_stream": True,
            }
        ),
        {"status": "waiting", "waiting_for": "vendor", "tags": ["vip", "mail"]},
    ),
    "github": (
        "github",
        json.dumps(
            [
                {
                    "number": 2,
                    "title": "t",
                    "state": "closed",
                    "user": {"login": "kim"},
                    "assignee": None,
                    "labels": [{"name": "bug"}],
                    "created_at": "2026-01-22T09:54:47Z",
                    "updated_at": "2026-05-15T15:09:29Z",
                    "closed_at": "2026-03-15T15:09:29Z",
                    "body": None,
                }
            ]
        ),
        {"status": "resolved", "resolved_at": "2026-03-15T15:09:29Z", "tags": ["bug"]},
    ),
    "gitlab without a time of closing": (
        "gitlab",
        json.dumps(
            [
                {
                    "iid": 9,
                    "title": "t",
                    "state": "closed",
                    "author": {"username": "kim"},
                    "created_at": "2026-03-18T14:44:19.482Z",
                    "updated_at": "2026-03-19T14:44:19.482Z",
                    "closed_at": None,
                }
            ]
        ),
        {"status": "resolved", "requester": "kim"},
    ),
    "redmine": (
        "redmine",
        json.dumps(REDMINE, indent=1),
        {"status": "closed", "acknowledged_at": "2026-01-27T11:40:54Z", "priority": "P1"},
    ),
    "bugzilla": (
        "bugzilla",
        (
            '"bug_id","bug_status","short_desc","opendate","changeddate"\n'
            '15,"RESOLVED","GPS","2026-07-20 15:27:25","2026-07-22 15:27:25"\n'
        ),
        {"status": "resolved", "title": "GPS"},
    ),
    "otrs": (
        "otrs",
        json.dumps(OTRS),
        {"status": "closed", "priority": "P2", "acknowledged_at": "2026-03-21T00:18:00Z"},
    ),
    "pagerduty": (
        "pagerduty",
        json.dumps(
            {
                "incidents": [
                    {
                        "incident_number": 1578,
                        "title": "down",
                        "created_at": "2026-10-19T05:51:15Z",
                        "status": "acknowledged",
                        "urgency": "high",
                        "service": {"summary": "API"},
                        "acknowledgements": [
                            {"at": "2026-10-19T05:58:00Z", "acknowledger": {"summary": "bo"}}
                        ],
                    }
                ]
            }
        ),
        {"status": "acknowledged", "acknowledged_at": "2026-10-19T05:58:00Z", "owner": "bo"},
    ),
    "opsgenie": (
        "opsgenie",
        (
            "Alert ID,TinyID,Message,Status,Acknowledged,Snoozed,CreatedAt,UpdatedAt,Owner,Teams\n"
            'aid3,103,Blip,open,false,true,1783771200000,1783771200000,,"DevOps,DIP"\n'
        ),
        {"status": "waiting", "logged_at": "2026-07-11T12:00:00Z"},
    ),
    "activities in no order": (
        "service-manager",
        (
            "Incident ID;DateStamp;IncidentActivity_Type;Assignment Group\n"
            "IM4;17-01-2026 13:51:18;Closed;TEAM3\nIM4;17-01-2026 08:17:17;Open;TEAM1\n"
            "IM4;17-01-2026 12:09:37;Assignment;TEAM3\nIM4;17-01-2026 13:00:00;Caused By CI;TEAM3\n"
        ),
        {"status": "closed", "acknowledged_at": "2026-01-17T12:09:37Z"},
    ),
    "any CSV": (
        "csv",
        (
            "\ufeffTicket ID;Subject;Status;Priority;Created;First Response Time;Closed\n"
            "1;=cmd|'x'!A1;Closed;Critical;6/13/2026 12:15 PM;6/13/2026 12:30 PM;6/14/2026\n"
        ),
        {
            "status": "closed",
            "priority": "P1",
            "acknowledged_at": "2026-06-13T12:30:00Z",
            "title": "=cmd|'x'!A1",
        },
    ),
    "a file of TinyDB": (
        "tinydb",
        json.dumps(
            {
                "_default": {
                    "1": {"title": "x", "status": "doing", "created": "2026-06-01T10:00:00Z"}
                }
            }
        ),
        {"status": "acknowledged", "key": "1"},
    ),
    "a CSV in another language": (
        "csv",
        (
            "Nummer;Betreff;Priorität;Status;Geöffnet;Anrufer\n"
            "INC7;Drucker;1 - Kritisch;In Bearbeitung;14.05.2026 09:00:00;kim\n"
        ),
        {"status": "acknowledged", "priority": "P1", "requester": "kim", "key": "INC7"},
    ),
    "dates as programs print them": (
        "csv",
        (
            "Request ID,Subject,Request Status,Created Time,Resolved Time\n"
            '1,x,Closed,"May 4, 2026 09:00 AM",Tue May 05 2026 09:00:00 GMT+0200 (CEST)\n'
        ),
        {"logged_at": "2026-05-04T09:00:00Z", "resolved_at": "2026-05-05T07:00:00Z"},
    ),
    "freshdesk": (
        "freshdesk",
        json.dumps(
            [
                {
                    "id": 20,
                    "subject": "Help",
                    "status": 6,
                    "priority": 4,
                    "requester_id": 5,
                    "responder_id": 7,
                    "created_at": "2026-05-04T09:00:00Z",
                }
            ]
        ),
        {"status": "waiting", "waiting_for": "requester", "priority": "P1", "owner": "7"},
    ),
    "azure's query": (
        "azure-devops",
        (
            "ID,Work Item Type,Title,Assigned To,State,Created Date,Activated Date,Priority\n"
            "1,Bug,Crash,Ann <ann@x.org>,Active,5/14/2026 9:00:00 AM,5/14/2026 9:30:00 AM,2\n"
        ),
        {"status": "acknowledged", "owner": "Ann <ann@x.org>", "priority": "P2"},
    ),
    "azure's API": (
        "azure-devops-rest",
        json.dumps(
            {
                "value": [
                    {
                        "id": 7,
                        "fields": {
                            "System.State": "New",
                            "System.Title": "Crash",
                            "System.CreatedDate": "2026-05-04T09:00:00.5Z",
                            "System.CreatedBy": {"displayName": "Kim"},
                        },
                    }
                ]
            }
        ),
        {"status": "open", "title": "Crash", "requester": "Kim"},
    ),
    "intercom": (
        "intercom",
        json.dumps(
            {
                "conversations": [
                    {
                        "id": "471",
                        "created_at": 1777885200,
                        "waiting_since": None,
                        "title": None,
                        "state": "snoozed",
                        "priority": "priority",
                        "source": {"subject": "Mail", "author": {"name": "Kim"}},
                    }
                ]
            }
        ),
        {"status": "waiting", "priority": "P1", "requester": "Kim", "title": "Mail"},
    ),
    "github's command line": (
        "github-cli",
        json.dumps(
            [
                {
                    "number": 7,
                    "title": "Mail",
                    "state": "OPEN",
                    "createdAt": "2026-05-04T09:00:00Z",
                    "author": {"login": "kim"},
                    "assignees": [{"login": "ana"}],
                    "labels": [{"name": "bug"}],
                }
            ]
        ),
        {"status": "open", "requester": "kim", "owner": "ana", "tags": ["bug"]},
    ),
    "statuspage": (
        "statuspage",
        json.dumps(
            {
                "incidents": [
                    {
                        "id": "p31",
                        "name": "Mail",
                        "status": "monitoring",
                        "impact": "critical",
                        "created_at": "2026-05-04T09:00:00.000-06:00",
                        "incident_updates": [],
                    }
                ]
            }
        ),
        {"status": "acknowledged", "priority": "P1", "logged_at": "2026-05-04T15:00:00Z"},
    ),
    "opsgenie's API, without what is snoozed": (
        "opsgenie",
        json.dumps(
            {
                "data": [
                    {
                        "id": "70413a06",
                        "tinyId": "1791",
                        "message": "Blip",
                        "status": "open",
                        "acknowledged": True,
                        "createdAt": "2026-05-04T09:00:00.894Z",
                        "updatedAt": "2026-05-04T09:10:00Z",
                        "priority": "P2",
                    }
                ]
            }
        ),
        {"status": "acknowledged", "priority": "P2"},
    ),
    "zammad": (
        "zammad",
        json.dumps(
            [
                {
                    "id": 3,
                    "number": "10003",
                    "title": "Mail",
                    "state": "pending reminder",
                    "priority": "4 urgent",
                    "customer": "kim",
                    "created_at": "2026-05-04T09:00:00.000Z",
                    "close_at": None,
                    "pending_time": "2026-05-09T09:00:00.000Z",
                }
            ]
        ),
        {"status": "waiting", "priority": "P1"},
    ),
    "people in brackets": (
        "csv",
        (
            "Task ID,Task Name,Status,Date Created,Assignees,Priority\n"
            "86abc,Mail,in progress,4 May 2026 11:00,[ana],1\n"
        ),
        {"status": "acknowledged", "owner": "ana", "priority": "P1"},
    ),
    "years of two digits": (
        "csv",
        "Number,Subject,Status,Created Date\n55,Mail,Active,31.10.25 9:12am\n",
        {"status": "acknowledged", "logged_at": "2025-10-31T09:12:00Z"},
    ),
    "linear": (
        "linear",
        (
            "ID,Team,Title,Status,Priority,Creator,Created,Completed,Canceled,Cycle Number\n"
            "ENG-1,Eng,Crash,Done,Urgent,kim@x.org,Mon May 04 2026 09:00:00 GMT+0000 (GMT),"
            "2026-05-05T09:00:00.000Z,,\n"
        ),
        {"status": "resolved", "resolved_at": "2026-05-05T09:00:00Z", "priority": "P1"},
    ),
    "a board of Trello": (
        "trello",
        json.dumps(
            {
                "name": "Support",
                "cards": [
                    {
                        "id": "69f85a900000000000000001",
                        "idShort": 1,
                        "shortLink": "abc",
                        "name": "Printer",
                        "closed": False,
                        "dueComplete": False,
                        "labels": [{"name": "urgent"}, {"name": "paper"}],
                    }
                ],
            }
        ),
        {"logged_at": "2026-05-04T08:36:32Z", "status": "open", "tags": ["urgent", "paper"]},
    ),
    "salesforce": (
        "salesforce",
        (
            "Case Number,Subject,Status,Case Owner,Date/Time Opened,Date/Time Closed,Open,Closed\n"
            '00001026,Bill,Working,Ann,"5/14/2026, 9:00 AM",,1,0\n'
        ),
        {"status": "acknowledged", "key": "00001026", "logged_at": "2026-05-14T09:00:00Z"},
    ),
    "request tracker": (
        "rt",
        (
            "id\tQueue\tSubject\tStatus\tRequestors\tOwner\tCreated\tResolved\n"
            "12\tGeneral\tPrinter\topen\tkim\tNobody\tMon May 04 09:00:00 2026\tNot set\n"
        ),
        {"status": "acknowledged", "logged_at": "2026-05-04T09:00:00Z", "owner": None},
    ),
    "trac": (
        "trac",
        (
            "id,summary,reporter,owner,type,status,priority,component,time,changetime\n"
            "101,Login fails,kim,somebody,defect,assigned,blocker,auth,"
            "2026-02-03 14:05:06+00:00,2026-02-04 10:00:00+00:00\n"
        ),
        {"status": "acknowledged", "priority": "P1", "owner": None, "service": "auth"},
    ),
    "a spreadsheet with a title": (
        "csv",
        (
            "sep=;\r\nOffene Vorgänge;;;;;\r\n;;;;;\r\n"
            "Ticket-Nr.;Betreff;Status;Prio;Eröffnet am;First Response Time\r\n"
            "4711;Fräse steht;wartet auf Kunde;hoch;13.02.2026 7:15;0:19:00\r\n"
        ),
        {"key": "4711", "waiting_for": "requester", "priority": "P2", "title": "Fräse steht"},
    ),
    "counted milliseconds": (
        "csv",
        (
            "Task ID,Task Name,Status,Date Created,Date Closed,Assignees,Priority\n"
            "86abc1,Toner,complete,1770973500000,null,ana,2\n"
        ),
        {"logged_at": "2026-02-13T09:05:00Z", "priority": "P2", "status": "resolved"},
    ),
    "servicenow's table API": (
        "servicenow",
        (
            "number,state,incident_state,hold_reason,priority,opened_at,sys_updated_on,caller_id\n"
            "INC9,3,3,1,2,2026-04-01 20:16:04,2026-04-02 20:16:04,"
            "\"{'link': 'https://i.example/api/sys_user/u1', 'value': 'u1'}\"\n"
        ),
        {"status": "waiting", "waiting_for": "requester", "requester": "u1", "priority": "P2"},
    ),
}


def bring(escalate: Shell, text: str, *options: str) -> Result:
    """Import a file whose wall times are UTC."""
    file = escalate.store.with_name("export.txt")
    file.write_text(text, encoding="utf-8", newline="")
    return escalate("import", str(file), "--tz", "UTC", *options, now=NOW)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_comes_in_by_the_mapping_that_fits_it(escalate: Shell, kind: str) -> None:
    mapping, text, wanted = FILES[kind]
    done = bring(escalate, text, "--json")
    assert (done.code, done.stderr, done.data["mapping"]) == (0, "", mapping)
    ticket = escalate.done("show", "1", "--json", now=NOW).data
    assert {name: ticket[name] for name in wanted} == wanted
    assert ticket["source"] == mapping
    assert escalate("verify", now=NOW).code == 0


def test_a_file_in_utf_16_is_read_and_one_in_an_encoding_that_nobody_names_refused(
    escalate: Shell,
) -> None:
    text = "Nr;Subject;Status;Created\r\n1;Tür;Open;2026-02-03\r\n".replace("Nr", "Number")
    file = escalate.store.with_name("export.txt")
    file.write_text(text, encoding="cp1252")
    refused = escalate("import", str(file), "--tz", "UTC", now=NOW)
    assert (refused.code, refused.stdout) == (2, "")
    assert "the file is not UTF-8\nhelp: export it again as UTF-8, or convert" in refused.stderr
    file.write_text(text, encoding="utf-16")
    assert escalate("import", str(file), "--tz", "UTC", now=NOW).code == 0
    assert escalate.done("show", "1", "--json", now=NOW).data["title"] == "Tür"


def test_what_people_wrote_comes_with_it(escalate: Shell) -> None:
    bring(escalate, JIRA)
    events = escalate.done("show", "1", "--json", now=NOW).data["events"]
    [note] = [event for event in events if event["kind"] == "note_added"]
    assert (note["at"], note["by"], note["text"]) == (
        "2026-07-18T10:40:00Z",
        "ana",
        "Se mira; espere.",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"bug_id","bug_status","changeddate"\n1,"NEW","2009-07-22 15:27:25"\n', "when a ticket"),
        ("Ticket ID,Ticket Status,Ticket Priority\n1,Open,Low\n", "when a ticket was logged"),
        ('[{"noteable_iid": 6, "body": "x", "created_at": "2017-03-18T14:44:19Z"}]', "no tickets"),
        ('[{"noteable_iid": 6, "body": "x", "created_at": "", "author": {}}]', "of gitlab"),
        ("id,status,summary\n1,new,x\n", "by the usual names the export has no column Created"),
        (
            "Ticket ID,Subject,Created\n1,x,2026-03-02\n",
            "usual names the export has no column Status",
        ),
        ("Subject,Created,Status\nx,2026-03-02,open\n", "the export has no column Ticket ID"),
        ('{"alerts": [{"status": "firing"}]}', "no mapping fits"),
        ("{", "no JSON"),
        ("a,b\n1,2\n", "no mapping fits"),
    ],
    ids=[
        "list without creation",
        "data set",
        "notes alone",
        "whose",
        "no time",
        "no status",
        "no key",
        "a feed",
        "broken",
        "anything",
    ],
)
def test_a_file_that_cannot_come_in_says_why(escalate: Shell, text: str, reason: str) -> None:
    refused = bring(escalate, text)
    assert (refused.stdout, refused.code) == ("", 2)
    assert reason in refused.stderr
    assert not escalate.store.exists()


def test_comments_of_a_second_file_join_their_tickets(escalate: Shell, tmp_path: Path) -> None:
    comments = [
        {"ticket_id": 3, "created_at": "2026-03-27T10:00:00Z", "author_id": 5, "body": "Hi",
         "public": True},
        {"ticket_id": 4, "created_at": "2026-03-27T10:00:00Z", "author_id": 5, "body": "Lost"},
    ]  # fmt: skip
    second, people = tmp_path / "comments.json", tmp_path / "people.yaml"
    second.write_text(json.dumps({"comments": comments}, indent=0), encoding="utf-8")
    people.write_text("5: ana\n19: kim\n", encoding="utf-8")
    done = bring(escalate, FILES["zendesk"][1], "--with", str(second), "--people", str(people))
    assert done.code == 1
    assert done.stderr.endswith("rejected: it belongs to no ticket of the export\n")
    ticket = escalate.done("show", "1", "--json", now=NOW).data
    [note] = [event for event in ticket["events"] if event["kind"] == "note_added"]
    assert (note["text"], note["by"], note["public"], ticket["requester"]) == (
        "Hi",
        "ana",
        True,
        "kim",
    )


def test_a_pattern_of_many_stars_is_answered_at_once_and_no_other_mark_is_special(
    escalate: Shell, tmp_path: Path
) -> None:
    mapping, stars = tmp_path / "own.yaml", "*a" * 40
    mapping.write_text(
        "version: 1\nname: own\nreads: {format: csv}\nrows: ticket\nkey: ID\n"
        "status: {from: State, map: {New: open}}\ntimes: {logged: Created}\n"
        f'ignored: ["{stars}b", "Q[1]?*"]\n',
        encoding="utf-8",
    )
    long = "a" * 2000
    text = f"ID,State,Created,{long},q[1]? x,q1x\n1,New,2026-11-01,,,\n"
    done = bring(escalate, text, "--from", str(mapping), "--json")
    assert (done.data["ignored"], done.data["left"]) == (["q[1]? x"], [long, "q1x"])


AUDITED = """
version: 1
name: desk
reads: {format: csv}
rows: ticket
key: Number
fields: {title: Title, owner: Owner}
times: {logged: Opened, updated: Updated, resolved: Solved}
status: {from: State, map: {New: open, Busy: acknowledged, Solved: resolved}}
with: [{name: audit, of: Number, key: Document Key}]
history:
  - each: audit
    at: Sys Created
    by: "5"
    set:
      - {when: {Field: state}, field: status, from: Old Value, to: NewValue}
      - {when: {Field: owner}, field: owner, from: Old Value, to: NewValue}
"""
DESK = (
    "Number,Title,Owner,State,Opened,Updated,Solved\n"
    "D-1,Mail,ana,Solved,03/14/2026 09:05 AM,03/14/2026 03:30 PM,03/14/2026 03:30 PM\n"
)


TAKEN = "03/14/2026 09:20 AM,D-1,state,New,Busy,ana\n"
GIVEN = "03/14/2026 09:20 AM,D-1,owner,,ana,tom\n"
SOLVED = "03/14/2026 03:30 PM,D-1,state,Busy,Solved,ana\n"


@pytest.mark.parametrize(
    ("changes", "times", "said"),
    [
        (TAKEN + GIVEN + SOLVED, ["2026-03-14T09:20:00Z", "2026-03-14T15:30:00Z"], ""),
        (GIVEN, ["2026-03-14T15:30:00Z"], ": nothing in the file fits 'when: {Field: state}'\n"),
    ],
    ids=["each change of its state", "changes, but not of its state"],
)
def test_a_second_file_in_csv_tells_the_changes_by_the_names_of_its_columns(
    escalate: Shell, tmp_path: Path, changes: str, times: list[str], said: str
) -> None:
    mapping, audit = tmp_path / "desk.yaml", tmp_path / "audit.csv"
    mapping.write_text(AUDITED, encoding="utf-8")
    columns = "sys_created,document_key,field,old_value,new_value,user\n"
    audit.write_text(columns + changes, encoding="utf-8")
    done = bring(escalate, DESK, "--from", str(mapping), "--with", str(audit))
    assert (done.code, done.stderr) == (0, said and f"{mapping}{said}")
    events = escalate.done("show", "1", "--json", now=NOW).data["events"]
    kinds = ("ticket_acknowledged", "ticket_resolved")
    assert [each["at"] for each in events if each["kind"] in kinds] == times


def test_columns_of_a_second_file_may_have_dots_in_their_names(
    escalate: Shell, tmp_path: Path
) -> None:
    mapping, audit = tmp_path / "desk.yaml", tmp_path / "audit.csv"
    dotted = AUDITED.replace('"5"', "user.name").replace("Field: ", "change.field: ")
    mapping.write_text(dotted, encoding="utf-8")
    columns = "sys_created,document_key,change.field,old_value,new_value,user.name\n"
    audit.write_text(columns + TAKEN + GIVEN + SOLVED, encoding="utf-8")
    done = bring(escalate, DESK, "--from", str(mapping), "--with", str(audit))
    assert (done.code, done.stderr) == (0, "")
    events = escalate.done("show", "1", "--json", now=NOW).data["events"]
    assert [(e["kind"], e["by"]) for e in events if e["kind"] == "ticket_resolved"] == [
        ("ticket_resolved", "ana")
    ]


def test_a_second_file_without_the_key_is_refused_with_the_column_it_lacks(
    escalate: Shell, tmp_path: Path
) -> None:
    mapping, audit = tmp_path / "desk.yaml", tmp_path / "audit.csv"
    mapping.write_text(AUDITED, encoding="utf-8")
    audit.write_text("when,what\n1,2\n", encoding="utf-8")
    done = bring(escalate, DESK, "--from", str(mapping), "--with", str(audit))
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "escalate: error: the second file is none that belongs to desk",
        "help: known: audit, by Document Key",
    ]
    assert not escalate.store.exists()


def test_unknown_words_reject_their_row_and_are_counted(escalate: Shell) -> None:
    text = "ID,Title,Status,Created\n1,a,Open,2026-06-01\n2,b,Simmering,2026-06-01\n"
    done = bring(escalate, text, "--dry-run", "--json")
    assert done.code == 1
    assert "3: rejected: unknown state 'Simmering'" in done.stderr
    assert done.data["words"] == ["status 'Open': open (1)", "status 'Simmering': rejected (1)"]
    assert not escalate.store.exists()


@pytest.mark.parametrize(
    ("line", "place", "what"),
    [
        ("kee: id", "7:1", "unknown key 'kee'"),
        ("fields: {title: name, owner: name}", "7:30", "'name' is claimed twice"),
        ("ignored: [state]", "6:16", "'state' is used and ignored"),
        ("links: {problem: '?'}", "7:18", "'?' is still to be filled in"),
        ("priority: {from: p, map: {high: soon}}", "7:33", "expected a whole number"),
        ("notes: [{each: n, text: t, public: maybe..}]", "7:36", "is no path"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_with_its_place(
    escalate: Shell, tmp_path: Path, line: str, place: str, what: str
) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text(
        (
            "version: 1\nname: own\nreads: {format: csv}\nrows: ticket\nkey: id\n"
            f"status: {{from: state, map: {{open: open}}}}\n{line}\ntimes: {{logged: day}}\n"
        ),
        encoding="utf-8",
    )
    refused = bring(escalate, "id,state,day\n1,open,2026-06-01\n", "--from", str(mapping))
    assert (refused.stdout, refused.code) == ("", 2)
    assert f"own.yaml:{place}: error: " in refused.stderr
    assert what in refused.stderr


def test_a_column_that_a_mapping_of_ones_own_names_in_vain_is_said(
    escalate: Shell, tmp_path: Path
) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text(
        (
            "version: 1\nname: own\nreads: {format: csv}\nrows: ticket\nkey: id\n"
            "status: {from: state, map: {open: open}}\ntimes: {logged: day}\n"
            "fields: {title: nmae}\n"
        ),
        encoding="utf-8",
    )
    done = bring(escalate, "id,state,day,name\n1,open,2026-06-01,x\n", "--from", str(mapping))
    assert done.code == 0
    assert f"{mapping}:8:17: the file has no 'nmae'" in done.stderr


def test_a_proposal_leaves_open_what_would_be_a_guess(escalate: Shell, tmp_path: Path) -> None:
    text = "Ticket;What;Status;Opened\n1;no mail;Simmering;13.06.2026 12:00\n"
    proposed = bring(escalate, text, "--propose")
    mapping = tmp_path / "own.yaml"
    mapping.write_text(proposed.stdout, encoding="utf-8")
    assert proposed.stdout.count('"?"') == 3
    refused = bring(escalate, text, "--from", str(mapping))
    assert (refused.code, refused.stderr.count("still to be filled in")) == (2, 3)
    filled = proposed.stdout.replace('"Simmering": "?"', '"Simmering": acknowledged')
    filled = filled.replace('title: "?"', "title: What").replace('zone: "?"', "zone: Europe/Paris")
    mapping.write_text(filled.replace('"What"', ""), encoding="utf-8")
    assert bring(escalate, text, "--from", str(mapping)).code == 0
    ticket: dict[str, Any] = escalate.done("show", "1", "--json", now=NOW).data
    assert (ticket["title"], ticket["status"]) == ("no mail", "acknowledged")


def test_names_of_columns_are_read_however_they_are_joined(escalate: Shell) -> None:
    done = bring(
        escalate, "ticket_id,Subject,CreatedDate,ticket-status\n1,x,2026-05-14,open\n", "--json"
    )
    assert (done.code, done.data["mapping"], done.data["left"]) == (0, "csv", [])


def test_rows_are_found_however_deep_a_file_has_them(escalate: Shell, tmp_path: Path) -> None:
    node = {"identifier": "E-1", "title": "x", "state": {"name": "Done"}, "closed": True}
    nodes = [node | {"createdAt": "2026-05-04T09:00:00Z"}]
    text = json.dumps({"data": {"issues": {"nodes": nodes, "users": [{"name": "kim"}]}}})
    written = bring(escalate, text, "--propose").stdout
    assert "reads: {format: json, records: [data.issues.nodes]}\n" in written
    assert '  logged: "createdAt"\n  zone: ask\n' in written
    (tmp_path / "own.yaml").write_text(written, encoding="utf-8")
    done = bring(escalate, text, "--from", str(tmp_path / "own.yaml"), "--json")
    assert (done.code, done.data["new"]) == (0, 1)
    assert escalate.done("show", "1", "--json", now=NOW).data["status"] == "resolved"


@pytest.mark.parametrize(
    ("written", "formats"),
    [
        ("1777885200", "  formats: [iso, date, names, epoch]\n"),
        ("1777885200000", "  formats: [iso, date, names, epoch-ms]\n"),
        ("2026-05-04T09:00:00Z", ""),
    ],
)
def test_a_proposal_says_where_seconds_are_counted(
    escalate: Shell, tmp_path: Path, written: str, formats: str
) -> None:
    text = f"ID,Title,Status,Created\n1,x,Open,{written}\n"
    proposal = bring(escalate, text, "--propose").stdout
    assert f'  logged: "created"\n{formats}  zone: ask\n' in proposal
    (tmp_path / "own.yaml").write_text(proposal, encoding="utf-8")
    bring(escalate, text, "--from", str(tmp_path / "own.yaml"))
    assert escalate.done("show", "1", "--json").data["logged_at"] == "2026-05-04T09:00:00Z"


def test_days_of_a_spreadsheet_come_in_where_all_tickets_are_dated_by_them(
    escalate: Shell, tmp_path: Path
) -> None:
    text = (
        "ID;Title;Status;Created;Closed;Resolved\n1;x;Closed;46083,6;46084;90\n2;y;Open;46083;;\n"
    )
    file = tmp_path / "sheet.csv"
    file.write_text(text, encoding="utf-8")
    assert "have no zone\nhelp: give --tz" in escalate("import", str(file), now=NOW).stderr
    done = bring(escalate, text, "--tz", "Europe/Berlin", "--json")
    assert (done.code, done.data["new"]) == (0, 2)
    first = escalate.done("show", "1", "--json", now=NOW).data
    assert (first["logged_at"], first["closed_at"]) == (
        "2026-03-02T13:24:00Z",
        "2026-03-02T23:00:00Z",
    )
    proposal = bring(escalate, text, "--propose").stdout
    assert '  formats: [iso, date, names, days]\n  zone: "?"\n' in proposal
    assert '  closed: "closed"\n' in proposal
    mixed = text.replace("46083;;", "2026-03-02;;").replace("2;y", "3;y")
    assert "may be days of a spreadsheet" in bring(escalate, mixed, "--tz", "UTC").stderr


def test_a_proposal_says_how_tickets_without_a_status_are_read(
    escalate: Shell, tmp_path: Path
) -> None:
    for end, status in [
        ("Closed", '{from: "closed", map: {}, else: closed, empty: open}'),
        ("Votes", '{from: "created", map: {}, else: open}'),
    ]:
        at = "2026-03-02T10:00Z"
        text = f"ID,Title,Created,{end}\n1,x,{at},{at}\n2,y,{at},\n"
        proposal = bring(escalate, text, "--propose").stdout
        head, said, _ = proposal.partition("# no column? ")
        assert (bool(said), f"# no column? status: {status} takes" in proposal) == (True, True)
        own = tmp_path / "own.yaml"
        own.write_text(f"{head}status: {status}\n", encoding="utf-8")
        done = bring(escalate, text, "--from", str(own), "--json", "--dry-run")
        assert (done.code, done.data["new"]) == (0, 2)


def test_a_proposal_takes_the_key_that_people_say_before_a_uuid(escalate: Shell) -> None:
    nodes = [
        {"id": f"7a1b5c3e-11d2-4c0f-9a0e-00000000000{n}", "identifier": f"ENG-{n}", "title": "x"}
        for n in (1, 2)
    ]
    assert 'key: "identifier"\n' in bring(escalate, json.dumps(nodes), "--propose").stdout
    alone = [{"id": node["id"], "title": "x"} for node in nodes]
    assert 'key: "id"\n' in bring(escalate, json.dumps(alone), "--propose").stdout


def test_a_mapping_that_comes_with_the_program_is_printed_to_start_from(
    escalate: Shell, tmp_path: Path
) -> None:
    kind, text = "zendesk", FILES["zendesk"][1]
    printed = escalate("import", "--from", kind, "--propose")
    assert (printed.code, printed.stderr) == (0, "")
    own = tmp_path / "own.yaml"
    own.write_text(printed.stdout, encoding="utf-8")
    by_own = bring(escalate, text, "--from", str(own), "--json", "--dry-run").data
    assert by_own == bring(escalate, text, "--from", kind, "--json", "--dry-run").data


def test_a_proposal_is_of_a_file_or_a_mapping(escalate: Shell) -> None:
    both = bring(escalate, "ID,Title\n1,x\n", "--from", "csv", "--propose")
    assert (both.code, both.stdout) == (2, "")
    assert both.stderr.splitlines() == [
        "escalate: error: --propose takes a file or the name of a mapping, and here are both",
        "help: leave out --from for a mapping of the file, or the file for the mapping as it is",
    ]
    none = escalate("import", "--from", "own.yaml", "--propose")
    assert (none.code, none.stdout) == (2, "")
    assert "no mapping 'own.yaml' comes with the program" in none.stderr


def test_the_mappings_are_listed(escalate: Shell) -> None:
    listed = escalate("import", "--list").rows
    assert {"zendesk", "servicenow", "jira-csv"} <= {row[0] for row in listed}


def test_a_proposal_says_what_could_be_meant_and_is_read_once_it_is_filled_in(
    escalate: Shell, tmp_path: Path
) -> None:
    text = (
        "No.;Wie geht es?;Was;Wann;Bis;;Ref\n"
        "a1;Offen;Tür;1770127506000;2 days ago;;x\n"
        "a2;Offen;Licht;1770127507000;2 days ago;;y\n"
    )
    proposal = bring(escalate, text, "--propose").stdout
    assert 'key: "ref"\n' in proposal
    assert '  title: "?"  # texts are in "no.", "was"\n' in proposal
    assert '  logged: "?"\n  # times are in "wann"\n  formats: [iso, date, names, epoch-ms]\n' in (
        proposal
    )
    assert '  from: "?"' in proposal
    assert proposal.endswith('ignored: ["wie geht es?", "bis"]\n')
    own = tmp_path / "own.yaml"
    filled = proposal.replace('title: "?"', "title: was").replace('logged: "?"', "logged: wann")
    filled = filled.replace('from: "?"', "from: No.").replace(
        '{"?": "?"}', "{a1: open, a2: closed}"
    )
    own.write_text(filled, encoding="utf-8")
    done = bring(escalate, text, "--from", str(own), "--json")
    assert (done.code, done.data["new"]) == (0, 2)


def test_where_no_column_tells_rows_apart_a_proposal_says_that_several_may(escalate: Shell) -> None:
    proposal = bring(escalate, "Subject,Status\nx,Open\nx,Open\n", "--propose").stdout
    assert 'key: "?"  # several columns may tell rows apart: {join: [A, B]}\n' in proposal
