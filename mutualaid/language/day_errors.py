"""The sentences for what can go wrong in the coordinator's day; merged into those of `language.errors`."""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "appointment_without_need": N_("This hearing is not linked to a need, so there is nothing to mark as done."),
    "barcode_taken": N_("That code stands for another item already. Take it away there first."),
    "box_does_not_fit": N_(
        "This box cannot be kept for that need: it is to be brought by somebody, or something in the box is not right "
        "for it. Plan it on Matching, or hand the box out."
    ),
    "box_empty": N_("There is nothing in the box yet."),
    "cap_reached": N_("That is more than one household may get. It may still get: {left}."),
    "card_text_empty": N_("The card needs a title and at least one sentence in each language."),
    "card_text_too_long": N_(
        "The card has room for a title of {title} letters and {most} letters below it in each language; shorten it."
    ),
    "code_check_digit": N_("That code was not read whole: its last digit does not fit. Scan it again."),
    "code_date": N_("The date in that code is no day. Type what stands on the package instead."),
    "code_names_no_item": N_(
        "That label says what is on the pallet or in the box, but not which item. Scan the code of the item itself."
    ),
    "code_unreadable": N_("That code cannot be read. Scan it again, or choose the item by hand."),
    "consent_refused": N_("The household said no to this, so it is not done. Their page says what they allow."),
    "count_changed_since": N_("Some of it was moved while you were counting ({lots} lots). Look at those again."),
    "cover_asked": N_("They have asked for cover on this shift already."),
    "cover_not_asked": N_("They have not asked for cover on this shift."),
    "default_item_closed": N_("What a bare need gets has to be in use; choose another item for that first."),
    "directory_empty": N_("No organization is in it; check that it is the right file."),
    "directory_paths": N_("Names in this archive lead out of it, as in an attack; it is not opened."),
    "directory_suffix": N_("The name of the file ends in .json or .zip; choose one of them."),
    "directory_too_large": N_(
        "This directory is larger than {megabytes} MB or {organizations} organizations; take a part of it, such as "
        "your city's."
    ),
    "directory_unreadable": N_(
        "This is no directory that can be read: HSDS as JSON, or a package of CSV tables as a zip or a folder."
    ),
    "export_not_confirmed": N_("This list has {rows} rows; type that number to say that their names may leave."),
    "geojson_empty": N_("No zone in this file has an outline or a point in degrees (WGS84), so none can be taken."),
    "geojson_names": N_("Two zones of this file would go by one name; choose another property for their names."),
    "geojson_too_large": N_(
        "This file is larger than {megabytes} MB or has more than {zones} zones; take a part of it."
    ),
    "geojson_unnamed": N_("No property of this file tells its zones apart by name, so they cannot be taken."),
    "geojson_unreadable": N_("This is no GeoJSON file of zones, or it is damaged; export it again as GeoJSON."),
    "hours_double_book": N_(
        "With those hours somebody would have a task and a shift or a hearing at the same time; move one of them first."
    ),
    "hours_not_in_order": N_("Each part of the day begins when the one before it has ended, and ends after it begins."),
    "household_needed": N_("This may only go to a household that you name, because each gets at most so much."),
    "kind_unknown": N_("There is no list of that kind."),
    "label_format_unknown": N_("That sheet of labels is not known; choose one from the list."),
    "label_start_wrong": N_("That sheet has {most} labels; begin with one of them."),
    "lot_breaks_diet": N_("What lies in that lot is nothing that this household may eat; choose another lot."),
    "lot_expired": N_("That lot has expired; choose another, and write this one off."),
    "lot_of_other_item": N_("That lot holds something else than what is needed; choose another lot."),
    "merge_has_match": N_(
        "Something is promised for one of the needs that would go; keep that one, or call its match off first."
    ),
    "merge_same_household": N_("This is the same household; choose the other one."),
    "merge_text_too_long": N_("The notes of both together are too long; shorten those of one household first."),
    "more_than_handed_out": N_("Not that many were handed out of this lot: only {left}."),
    "more_than_needed": N_("That is more than was asked for: only {left} are still missing."),
    "name_taken": N_("Something else has that name already; choose another name."),
    "need_has_appointment": N_("Another hearing is linked to that need already."),
    "need_of_another": N_("That need is another household's; choose one of this household."),
    "needs_differ": N_("These needs are for different things, so they cannot be one."),
    "needs_of_two_households": N_("These needs are of different households, so they cannot be one."),
    "no_replacement": N_("No replacement is set for this hearing; choose who goes instead."),
    "not_in_match": N_("That volunteer has no part in this task; open the task again to see who has."),
    "not_in_pair": N_("That volunteer is not one of the pair."),
    "not_on_shift": N_("That volunteer is not on this shift."),
    "nothing_scanned": N_("There is nothing in the list yet. Scan something first."),
    "nothing_to_merge": N_("Choose at least two needs to make one of."),
    "nothing_to_undo": N_("There is nothing to undo."),
    "only_goods_split": N_("A service is not split; add a second need instead."),
    "part_too_much": N_("Only {left} are still to be given, beside what is promised already; hand out no more."),
    "partner_exists": N_("An organization of that name is already in the directory; change that one."),
    "replacement_in_pair": N_("The replacement is one of the pair already; choose somebody else."),
    "run_has_left": N_("This run has left already; mark what became of its stops, or plan the rest again."),
    "run_is_empty": N_("There is nothing left to deliver on this run."),
    "run_is_over": N_("This run is over; open a stop again if something on it was marked by mistake."),
    "run_not_confirmed": N_("Not everybody has said yes to this run yet; confirm it first."),
    "run_nothing_left": N_("Everything on this run was delivered; there is nothing to plan again."),
    "run_starts_outside": N_("A run leaves within its part of the day; choose a time in it."),
    "run_stops_differ": N_("The run has changed meanwhile; look at it again."),
    "run_stops_left": N_("{stops} stops are not marked yet; say what became of them first, or plan the rest again."),
    "run_stops_unfit": N_(
        "{stops} stops of this run break a rule by now; see Matching, and move them or call them off."
    ),
    "same_site": N_("It lies there already. Choose another place."),
    "sending_refused": N_(
        "The household has said since that this volunteer, or anybody at all, is not to be sent. Call the match off, "
        "or ask somebody else."
    ),
    "series_is_over": N_("This need does not come back any more; change how often it is needed if it should."),
    "service_without_name": N_("Each service needs a name; type one, or take the service away."),
    "site_exists": N_("There is a site of that name already; choose another name."),
    "site_not_empty": N_("Supplies still lie there ({lots} lots); move them or write them off before you close it."),
    "split_too_much": N_("At most {most} can be split off: what is given or promised stays, and one at least."),
    "stop_cannot_move": N_("A rule of the plan stands in the way of that; choose another volunteer or another run."),
    "stop_cannot_move_area": N_(
        "A run stays in one area, within the volunteer's reach; choose a run in the same area."
    ),
    "stop_cannot_move_consent": N_(
        "This household asked not to be shared with a volunteer; nobody else is told of it."
    ),
    "stop_cannot_move_excluded": N_("This volunteer and this household are to be kept apart; choose somebody else."),
    "stop_cannot_move_expiry": N_("The goods would expire before that day; choose an earlier one."),
    "stop_cannot_move_language": N_(
        "They would share no language, or the interpreter cannot be there; choose somebody else."
    ),
    "stop_cannot_move_room": N_(
        "That would be more stops or more weight than the volunteer can take; choose another run."
    ),
    "stop_cannot_move_skill": N_("That volunteer does not do deliveries; choose somebody else."),
    "stop_cannot_move_time": N_("The volunteer or the household is not free at that time; choose another."),
    "stop_failure_missing": N_("A stop was delivered, or it failed for a reason; say which."),
    "stop_moved_on": N_("Somebody has gone on with this need or its goods since; change it on its own page."),
    "stop_not_marked": N_("Nothing has been marked for this stop yet."),
    "stop_units_wrong": N_("Between 1 and {most} units can be handed over at this stop; correct the number."),
    "suffix_unknown": N_("The name of the file ends in .csv or .xlsx; choose one of them."),
    "texting_not_safe": N_("No number of theirs is safe to text, so there is no message to copy; call them instead."),
    "too_many_at_once": N_("That is too many at once; choose at most {most} needs."),
    "training_unknown": N_("There is no training for that skill to renew; add it in the form."),
    "twice_in_pair": N_("The same volunteer stands in the pair twice; choose two people."),
    "twice_on_shift": N_("That volunteer is on this shift already."),
    "undo_changed_since": N_(
        "This cannot be undone any more: somebody has gone on with it since. Change it by hand where it is."
    ),
    "undo_no_longer_fits": N_(
        "This cannot be undone any more: supplies or people have been promised elsewhere since. Free them first."
    ),
    "undo_not_last": N_("Something else was done since; press Ctrl+Z to undo that first."),
    "url_invalid": N_("A web address begins with https:// and has no spaces in it."),
    "volunteer_clash": N_("That volunteer cannot be there then; choose another person or another time."),
    "volunteer_clash.absent": N_("That volunteer is away that day; choose another person or another day."),
    "volunteer_clash.busy": N_("That volunteer is somewhere else at that time; choose another person or another time."),
    "volunteer_clash.consent": N_(
        "The household does not let anything be shared with volunteers; ask the household first."
    ),
    "volunteer_clash.excluded": N_("That volunteer and this household are kept apart; choose another person."),
    "volunteer_clash.gone": N_("That volunteer is paused or has left; choose another person."),
    "volunteer_clash.skill": N_(
        "That volunteer does not have the skill, or the training for it has lapsed; choose another person."
    ),
    "volunteer_unfit": N_(
        "A rule of this need stands against that volunteer; choose somebody else, or change the rule."
    ),
    "zone_is_office": N_("The office itself lies in this zone; choose another zone for the office first."),
}
