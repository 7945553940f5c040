"""The sentences of errors about keys: passphrases, recovery words, the keyring, the keyfile and who may open a store.

As in `errors`, which takes them up: one line a code, in alphabetical order.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_

SENTENCES: dict[str, str] = {
    "coordinator_name": N_(
        'Give the coordinator a name of 1 to {letters} letters other than "recovery", which is the recovery '
        "sheet's own."
    ),
    "coordinator_name_taken": N_(
        "Another coordinator already has that name; add a family name or an initial, so that what each did can be told "
        "apart."
    ),
    "keyfile_changed": N_(
        "The keyfile was changed after this store was opened; close the store, open it again and repeat the step."
    ),
    "keyfile_copies_differ": N_(
        "The keyfile and its copy differ though neither is older, so one was altered ({file}); make a backup "
        "now and restore it to a new folder."
    ),
    "keyfile_copies_of_two_stores": N_(
        "The keyfile and its copy belong to two different stores; put back the file that came with this store "
        "({file} may be the stranger)."
    ),
    "keyfile_copy_costly": N_(
        "One copy of the keyfile ({file}) asks for more memory or time than this program ever uses; replace "
        "it with the other copy."
    ),
    "keyfile_copy_damaged": N_(
        "One copy of the keyfile ({file}) is damaged; replace it with the other copy if that one is sound."
    ),
    "keyfile_copy_missing": N_("One copy of the keyfile ({file}) is missing; make a new one from the other copy."),
    "keyfile_copy_newer": N_(
        "One copy of the keyfile ({file}) was written by a newer version of the program; install that version."
    ),
    "keyfile_copy_old": N_("One copy of the keyfile ({file}) is older than the other; replace it with the newer one."),
    "keyfile_copy_renewed": N_(
        "One copy of the keyfile ({file}) was older than the other, as a crash leaves it, and was brought up "
        "to date; there is nothing to do."
    ),
    "keyfile_copy_unreadable": N_(
        "One copy of the keyfile ({file}) cannot be read; check the disk, and replace the file with the other copy."
    ),
    "keyfile_damaged": N_(
        "Both copies of this store's keyfile are damaged, so it cannot be opened; restore the latest backup "
        "with the recovery words."
    ),
    "keyfile_missing": N_(
        "This store's keyfile is missing from its folder; put keyfile.json back, or restore the latest backup."
    ),
    "keyfile_of_another_store": N_(
        "The keyfiles in this folder belong to two different stores; put back the ones that came with this store."
    ),
    "keyfile_older_than_store": N_(
        "The store's keys were replaced after this keyfile was written, so it opens nothing of the store any "
        "more; put back the keyfile that belongs to it, or ask a coordinator who may still open it."
    ),
    "keyfile_rolled_back": N_(
        "The keyfile ({file}) is older than the one this laptop has seen, so somebody put an old one back "
        "and old passphrases may work again; restore the latest backup, or replace the keys."
    ),
    "keyfile_too_costly": N_(
        "This keyfile asks for more memory or time than this program ever uses, so it was not tried; restore "
        "the latest backup."
    ),
    "keyring_does_not_open": N_("This account's keyring holds nothing that opens this store; use the passphrase."),
    "keyring_needs_coordinator": N_(
        "The keyring opens the store in a coordinator's name; open it with a passphrase first, not with the "
        "recovery words."
    ),
    "keyring_not_kept": N_(
        "The keyring did not give back what was put in it, so it is not used; open the store with the passphrase."
    ),
    "keyring_not_set_up": N_(
        "No keyring opens this store; open it with a passphrase, and turn on opening with the keyring if you want it."
    ),
    "keyring_taken": N_(
        "This account's keyring already opens the store for another coordinator; she turns that off first, "
        "or each of you uses an account of her own."
    ),
    "keyring_unavailable": N_(
        "This laptop's keyring is missing or locked; unlock it in the system's settings and try again, or "
        "use the passphrase."
    ),
    "no_rotation": N_("No change of keys is under way, so there is nothing to finish; begin a new one."),
    "passphrase_common": N_(
        "That passphrase is one of the first that a guesser tries; choose another, or take the six words proposed."
    ),
    "passphrase_descriptor_unreadable": N_(
        "The descriptor given for the passphrase cannot be read; open it before the command and write one line to it."
    ),
    "passphrase_missing": N_(
        "A passphrase is needed and nobody can be asked for it here; give one with --passphrase-fd."
    ),
    "passphrase_too_long": N_("A passphrase has at most {letters} letters; choose a shorter one."),
    "passphrase_too_short": N_(
        "A passphrase needs at least {letters} letters; choose a longer one, or take the six words proposed."
    ),
    "passphrases_differ": N_("The two passphrases are not the same; type it again, twice alike."),
    "recovery_descriptor_unreadable": N_(
        "The descriptor given for the recovery words cannot be read; open it before the command and write a line for "
        "each sheet to it."
    ),
    "recovery_inside_store": N_(
        "The recovery words may not lie in the store that they open; choose another place for the file."
    ),
    "recovery_missing": N_(
        "The recovery words are needed and nobody can be asked for them here; give them with --recovery-fd."
    ),
    "recovery_needs_two_sheets": N_(
        "This store asks for the words of two of its three recovery sheets; type those of a second sheet as well."
    ),
    "recovery_same_sheet": N_("Both times it was the same recovery sheet; type the words of another one of the three."),
    "recovery_words_mistyped": N_(
        "Those are not 15 recovery words as printed; check each against the sheet and type them again."
    ),
    "recovery_words_of_another_store": N_(
        "Those recovery words are well typed but do not open this store; look for the sheet that belongs to it."
    ),
    "rotation_under_way": N_(
        "The store's keys are being replaced, or that was cut short; let it finish, or close the store and open it "
        "again."
    ),
    "slot_of_another": N_(
        "A passphrase is changed by the coordinator it belongs to; if she has forgotten it, open the store with the "
        "recovery words and change it then."
    ),
    "slot_of_keyring": N_("That entry is this laptop's keyring; turn off opening with the keyring instead."),
    "slot_on_paper": N_(
        "That entry is the recovery sheet; print a new sheet instead, and then replace the keys if the old one may "
        "have been seen."
    ),
    "slot_own": N_(
        "You opened the store with that entry yourself, so you cannot revoke it; ask another coordinator to do so, or "
        "open the store with the recovery words."
    ),
    "slot_unknown": N_("There is no such entry among those who may open the store; look at the list again."),
    "slots_without_paper": N_(
        "This store has no recovery sheet, and a backup opens with nothing else; print a sheet first."
    ),
    "too_many_slots": N_(
        "A store has at most {slots} ways in; revoke the entry of somebody who no longer needs it, then try again."
    ),
    "witness_unreadable": N_(
        "What this laptop remembers of this store does not fit its keyfile ({file}), so it cannot tell "
        "whether an older state was put back; compare the last change with what you know."
    ),
    "wrong_passphrase": N_("That passphrase does not open this store. Try it again; capital letters count."),
}
