"""Checks of the sync: each of these mutants loses, repeats or overwrites what somebody typed."""

from __future__ import annotations

from typing import Final

from tests.mutants.mutant import Mutant

THE_SERVER: Final = (
    Mutant(
        name="operation-not-remembered",
        loss="Which operations were applied is not kept: one whose answer was lost is applied again.",
        file="diary/services/sync.py",
        before="        rows.insert([one for op_id, one in self.seen.items() if op_id not in known])\n",
        after="",
        asked=("tests/api/test_sync.py::TestPush::test_the_same_operation_twice_is_applied_once",),
    ),
    Mutant(
        name="operation-of-another-diary",
        loss="Whose operation it was is not asked: one person's entry is taken for another's, and let go.",
        file="diary/services/sync.py",
        before="Operation.objects.filter(diary=self.diary, op_id__in=ids)",
        after="Operation.objects.filter(op_id__in=ids)",
        asked=("tests/test_doors.py::TestStrangers::test_learn_nothing_from_an_id_in_a_body[Eve]",),
    ),
    Mutant(
        name="conflict-not-seen",
        loss="Which revision a phone had seen is not compared: it overwrites what another one said, without a word.",
        file="diary/services/sync.py",
        before="if asked.base == (head.epoch, head.rev):",
        after="if asked.base is not None:",
        asked=("tests/api/test_sync.py::TestConflicts::test_an_edit_on_an_old_revision_gets_the_head_and_is_kept",),
    ),
    Mutant(
        name="create-overwrites",
        loss="That an entry is there already is not asked: made again by a phone, it undoes a later edit.",
        file="diary/services/sync.py",
        before="if asked.kind.standing else self._sent_again(asked, head)",
        after="if asked.kind.standing else self._on_head(asked, head)",
        asked=("tests/api/test_sync.py::TestConflicts::test_a_create_sent_again_never_overwrites_a_later_edit",),
    ),
    Mutant(
        name="delete-beats-an-edit",
        loss="Whether an entry was edited since is not asked of a deletion: what another phone typed is buried.",
        file="diary/services/sync.py",
        before="""        if asked.deleted:  # an edit beats a delete
            return Decided(Outcome.APPLIED if alive(head) is None else Outcome.CONFLICT, head)
""",
        after="""        if asked.deleted:
            return self._on_head(asked, head)
""",
        asked=("tests/api/test_sync.py::TestConflicts::test_an_edit_beats_a_delete_whichever_comes_first",),
    ),
    Mutant(
        name="answered-with-the-head",
        loss="An operation sent again is answered with what stands now: the phone overwrites what nobody read.",
        file="diary/services/sync.py",
        before="return Decided(status, head, again=self.told.get(before.told or 0))",
        after="return Decided(status, head)",
        asked=("tests/sync/test_scripted.py::TestLostAnswers",),
    ),
    Mutant(
        name="tombstone-not-told",
        loss="Deletions are not among the changes: what was deleted on one phone stands on the other for ever.",
        file="diary/services/sync.py",
        before="accepted = Version.objects.exclude(act=Version.Act.LOST)\n",
        after="accepted = Version.objects.exclude(act__in=(Version.Act.LOST, Version.Act.WITHDRAWN))\n",
        asked=("tests/sync/test_scripted.py::TestDeleted::test_a_page_that_comes_while_something_waits_moves_nothing",),
    ),
    Mutant(
        name="cursor-past-the-page",
        loss="The cursor moves to the newest change, not to the last that was shown: the rest is never fetched.",
        file="api/v1/views/sync.py",
        before="_cursor(self.diary, shown[-1].number if shown else after)",
        after="_cursor(self.diary, self.diary.change_counter)",
        asked=("tests/api/test_sync.py::TestChanges::test_every_fact_once_with_its_last_version",),
    ),
    Mutant(
        name="cursor-of-an-old-epoch",
        loss="A cursor from before a restore is taken: what the restore lost is never given back.",
        file="api/v1/views/sync.py",
        before="if int(match[2]) != diary.epoch or int(match[3]) > diary.change_counter:",
        after="if int(match[3]) > diary.change_counter:",
        asked=("tests/sync/test_scripted.py::TestRestored::test_a_cursor_from_before_is_refused",),
    ),
    Mutant(
        name="cursor-of-another-diary",
        loss="Whose cursor it is is not asked: a phone that changed hands passes over its new owner's first entries.",
        file="api/v1/views/sync.py",
        before="if match is None or match[1] != diary.reference.hex:",
        after="if match is None:",
        asked=("tests/api/test_sync.py::TestChanges::test_refuses_the_cursor_of_another_person",),
    ),
    Mutant(
        name="cursor-from-beyond",
        loss="A cursor beyond the last change is taken: after an old file was put back, new entries are passed over.",
        file="api/v1/views/sync.py",
        before="if int(match[2]) != diary.epoch or int(match[3]) > diary.change_counter:",
        after="if int(match[2]) != diary.epoch:",
        asked=("tests/api/test_sync.py::TestChanges::test_refuses_a_cursor_beyond_what_there_is",),
    ),
    Mutant(
        name="push-of-an-old-epoch",
        loss="A push from before a restore is taken: its revisions mean something else by now.",
        file="diary/services/sync.py",
        before="if self.diary.epoch != self.epoch:",
        after="if self.diary.epoch < self.epoch:",
        asked=("tests/api/test_sync.py::TestRestored::test_an_old_epoch_has_to_begin_anew",),
    ),
    Mutant(
        name="restored-copy-made-new",
        loss="What is given back after a restore gets a new revision: an old copy outranks a newer one.",
        file="diary/services/sync.py",
        before="revised = history.revise(self.turns, asked.kind, asked.key, fact, head, revision=asked.base)",
        after="revised = history.revise(self.turns, asked.kind, asked.key, fact, head)",
        asked=("tests/api/test_sync.py::TestRestored::test_what_is_missing_is_filled_under_its_revision",),
    ),
    Mutant(
        name="refused-for-ever",
        loss="A refusal is answered as a failure of ours: the phone sends the entry again for ever and never says why.",
        file="diary/services/sync.py",
        before="""        except Refusal as refusal:
            return Decided("rejected", self.heads.get(asked.place), refusal)
        except DatabaseError:""",
        after="        except DatabaseError:",
        asked=("tests/api/test_sync.py::TestPush::test_what_was_refused_may_be_sent_again",),
    ),
    Mutant(
        name="poison-in-a-batch",
        loss="A batch that the database refuses is refused whole: one bad entry holds back all others for ever.",
        file="diary/services/sync.py",
        before="        return _one_by_one(diary, epoch, operations, by, now, device)\n",
        after="        raise\n",
        asked=("tests/sync/test_scripted.py::TestRefused::test_an_entry_that_the_database_refuses_holds_up_nobody",),
    ),
    Mutant(
        name="counter-as-it-stood",
        loss="The number is counted from what was read before the lock: of two at once one is refused, or overwritten.",
        file="diary/services/history.py",
        before="self.number = self.first = self._last - self._count",
        after="self.number = self.first = self.diary.change_counter",
        asked=("tests/sync/test_at_once.py",),
    ),
    Mutant(
        name="no-row-lock",
        loss="The diary's row is not locked first: on PostgreSQL two at once see the same end of the history.",
        file="diary/services/history.py",
        before="""            if connection.features.has_select_for_update:  # else BEGIN IMMEDIATE is the lock
                cursor.execute(_LOCK, [self.diary.pk])
""",
        after="",
        asked=("tests/sync/test_at_once.py",),
        on_postgresql=True,
    ),
)
THE_PHONE: Final = (
    Mutant(
        name="outbox-emptied-first",
        loss="The phone lets go what it sends before it is answered: without a network the entry is nowhere.",
        file="phone/static/phone/store.js",
        before='        await act.objectStore("operations").put(sent);\n',
        after='        await act.objectStore("operations").delete(operation.seq);\n',
        asked=("tests/phone/sync.test.js",),
    ),
    Mutant(
        name="sent-and-changed",
        loss="What was sent is changed in its place: the server knows its id and passes the edit over.",
        file="phone/static/phone/operations.js",
        before="const isFree = (operation) => isWaiting(operation) && !operation.frozen;",
        after="const isFree = (operation) => isWaiting(operation);",
        asked=("tests/phone/operations.test.js", "tests/phone/sync.test.js"),
    ),
    Mutant(
        name="refused-and-gone",
        loss="What the server refuses is let go: the text that somebody typed is nowhere.",
        file="phone/static/phone/operations.js",
        before='["applied", "duplicate", "stale"].includes(result.status)',
        after='["applied", "duplicate", "stale", "rejected"].includes(result.status)',
        asked=("tests/phone/operations.test.js", "tests/phone/sync.test.js"),
    ),
    Mutant(
        name="page-over-a-tap",
        loss="A page that was fetched before a tap is kept after it: a change of another phone is passed over.",
        file="phone/static/phone/store.js",
        before=" || batchOf(await operationsIn(act), 1).length",
        after="",
        asked=("tests/phone/sync.test.js",),
    ),
    Mutant(
        name="answer-of-another-request",
        loss="Whether an answer is that to what was sent is not asked: entries are let go that never arrived.",
        file="phone/static/phone/exchange.js",
        before='    if (!isOurs) return "later"; // the answer of another request\n',
        after="",
        asked=("tests/phone/sync.test.js",),
    ),
    Mutant(
        name="page-of-a-hotel",
        loss="A page of the hotel's network is taken for our answer: the phone believes that all was sent.",
        file="phone/static/phone/http.js",
        before='  if (content === undefined) return { kind: "lost", reason: "not_ours" };\n',
        after="",
        asked=("tests/phone/http.test.js",),
    ),
    Mutant(
        name="phone-given-away",
        loss="Whether anything waits is not asked: the next person who signs in wipes what the first has typed.",
        file="phone/static/phone/account.js",
        before='  if ((await store.operations()).length) return "other_person";\n',
        after="",
        asked=("tests/phone/sync.test.js",),
    ),
    Mutant(
        name="tap-for-the-one-before",
        loss="Whose page it is is not asked: a tap in an old tab lands in the diary of the next person.",
        file="phone/static/phone/store.js",
        before="    if (owner?.diary !== diary) throw new NotYourDiary();\n",
        after="",
        asked=("tests/phone/sync.test.js",),
    ),
    Mutant(
        name="answer-for-the-one-before",
        loss="For whom an answer was is not asked: one person's entries come onto the phone of the next.",
        file="phone/static/phone/store.js",
        before="""      await mustOwn(act, diary);
      for (const [number, operation] of sent.entries()) {""",
        after="      for (const [number, operation] of sent.entries()) {",
        asked=("tests/phone/sync.test.js",),
    ),
    Mutant(
        name="restore-not-noticed",
        loss="The epoch of a page is not compared: what a restore has lost is never given back.",
        file="phone/static/phone/exchange.js",
        before="""    if (epoch !== undefined && epoch !== page.epoch) return store.beginAnew(diary).then(() => "more");
""",
        after="",
        asked=("tests/phone/sync.test.js",),
    ),
    Mutant(
        name="gone-after-a-reload",
        loss="What a full reload does not bring again is not looked for: it is shown, and stands nowhere else.",
        file="phone/static/phone/store.js",
        before="      if (!unseen) continue;\n",
        after="      continue;\n",
        asked=("tests/phone/sync.test.js",),
    ),
)
SYNC: Final = (*THE_SERVER, *THE_PHONE)
