package main

import "flag"

func str(names ...string) func(*flag.FlagSet) {
	return func(f *flag.FlagSet) {
		for _, n := range names {
			name, what, _ := cutWords(n)
			f.String(name, "", what)
		}
	}
}

// cutWords splits "name: what it is".
func cutWords(s string) (name, what string, ok bool) {
	for i := range s {
		if s[i] == ':' {
			return s[:i], s[i+2:], true
		}
	}
	return s, "", false
}

// commands is every verb of the program.
func commands() map[string]command {
	return map[string]command{
		"scan":    {use: "< JSONL", what: "risk prompts for texts", run: scan},
		"check":   {use: "< JSONL", what: "residues between source and draft", run: check},
		"extract": {use: "FILE…", what: "text, parts and warnings of files", run: extract, flags: str("passphrase: of the file or the key", "key: secret key file for OpenPGP messages", "senders: certificate files that signatures are checked by, as a list of paths")},
		"inspect": {use: "FILE… --deny FILE", what: "look through finished files", run: inspectFile, flags: str("deny: file with one term a line")},
		"demo":    {use: "DIR", what: "the whole job on fresh keys", run: demoRun},

		"init":              {use: "--vault FILE --as ID …", what: "found a unit", run: initUnit, flags: initFlags},
		"enrol":             {use: "ID --name …", what: "enrol a person; their passphrase comes from --new-passphrase-file", desk: true, run: enrol, flags: memberFlags},
		"confirm":           {use: "ID --code CODE", what: "confirm a new person's key code", desk: true, run: confirmPerson, flags: str("code: the code that the person read out")},
		"accredit":          {use: "ID …", what: "replace a person's roles and accreditation", desk: true, run: accredit, flags: memberFlags},
		"compartment new":   {use: "LABEL --members A,B", what: "make a compartment", desk: true, run: newCompartment, flags: compartmentFlags},
		"compartment grant": {use: "LABEL PERSON --open LABEL --why TEXT", what: "put a member on the list of a compartment", desk: true, run: grantCompartment},
		"compartment drop":  {use: "LABEL PERSON --reason TEXT --open LABEL --why TEXT", what: "take a member off the list of a compartment", desk: true, run: dropFromCompartment, flags: str("reason: of it")},
		"set":               {use: "KEY VALUE", what: "change a force-policy setting", desk: true, run: setPolicy},
		"unit":              {what: "people, compartments, recipients, settings", desk: true, run: showUnit},
		"recipient add":     {use: "CERT --name …", what: "record a recipient", desk: true, run: addRecipient, flags: str("name: of the person", "post: held", "organisation: of theirs", "clearance: how it is known")},
		"recipient renew":   {use: "NAME CERT", what: "replace a recipient's certificate, to be confirmed anew", desk: true, run: renewRecipient},
		"recipient confirm": {use: "NAME --heard HEX --how TEXT", what: "confirm a fingerprint read by voice", desk: true, run: confirmRecipient,
			flags: str("heard: last eight or more characters", "how: they were reached")},

		"import": {use: "FILE|FOLDER… --originator …", what: "receive files; a batch cut short is taken up by running it again", desk: true, run: importFiles, flags: importFlags},
		"batch":  {use: "[--go-on [--passphrase P] | --away]", what: "the officer's batch as the desktop keeps it; take up what waits, or put it away", desk: true, run: batch, flags: batchFlags},
		"watch":  {use: "FOLDER --originator … [--every 5s] [--once]", what: "receive what lands in a folder", desk: true, run: watchFolder, flags: watchFlags},
		"near":   {use: "FILE [--difference]", what: "items already held that a file resembles", desk: true, run: nearItems, flags: nearFlags},
		"apart":  {use: "ITEM [--way messages|parts|turns|paragraphs|sentences]", what: "how an item can be taken apart; a view of it", desk: true, run: apart, flags: str("passphrase: of the item's file", "way: only this one")},
		"split": {use: "ITEM PART|FROM-TO…", what: "make items of pieces of an item, one source to one item; 2,5 or 0-40,90-120 is one piece", desk: true, run: splitItem,
			flags: str("passphrase: of the item's file", "source: type of the pieces", "source-ref: number only", "note: for colleagues")},
		"tied":  {use: "ITEM", what: "the items that one was split or joined with", desk: true, run: tied},
		"calls": {use: "ITEM [--set from=0,to=1,…]", what: "read a table as call records; settle its columns for the originator", desk: true, run: calls, flags: str("set: field=column, from 0: when, time, from, to, duration, kind, way, imei, imsi, cell")},
		"join":  {use: "ITEM ITEM… [--name NAME]", what: "make one item of several", desk: true, run: joinItems, flags: str("name: of the archive", "note: for colleagues")},
		"list":  {what: "the triage list", desk: true, run: list},
		"open":  {use: "ITEM", what: "journal the view, then show the item", desk: true, run: openItem},
		"answer": {use: "ITEM CATEGORY|@open yes|no|cannot_tell [--reason]", what: "answer a risk question", desk: true, run: answer,
			flags: str("reason: of the answer")},
		"answer-rest":       {use: "ITEM", what: "answer \"no\" to what was not flagged and is not of life", desk: true, run: answerRest},
		"threat":            {use: "ITEM raise|assess|accept|act|review|close", what: "threat to life; assess reads JSON", desk: true, run: threatVerb, flags: str("reason: or what was done", "level: high, medium or low", "option: code")},
		"grade":             {use: "ITEM < JSON", what: "grade 3x5x2", desk: true, run: gradeItem},
		"consult":           {use: "ITEM sanitisation|action|marking --who --words", what: "record that the originator was asked", desk: true, run: consult, flags: consultFlags},
		"deny":              {use: "ITEM TERM [--for source|compartment]", what: "put a term on the deny list of a product, its source or its compartment", desk: true, run: deny, flags: denyFlags},
		"denied":            {use: "ITEM", what: "the terms that its reports may not carry", desk: true, run: denied},
		"undeny":            {use: "ITEM TERM --reason TEXT", what: "propose to take a term off a deny list (two officers)", desk: true, run: undeny, flags: undenyFlags},
		"draft":             {use: "ITEM < JSON", what: "save a draft and print its residues", desk: true, run: draft},
		"settle":            {use: "ITEM KEY accepted|put_up|set_aside --reason", what: "settle a residue", desk: true, run: settle, flags: str("reason: it may stay")},
		"threat-check":      {use: "ITEM < JSON", what: "threat-to-life check of the latest draft", desk: true, run: threatCheck},
		"submit":            {use: "ITEM < JSON", what: "submit for sign-off", desk: true, run: submit},
		"waiting":           {what: "what waits for sign-off", desk: true, run: waiting},
		"review":            {use: "RELEASE", what: "open a submission: journals the views", desk: true, run: review},
		"approve":           {use: "RELEASE", what: "approve and sign", desk: true, run: approve},
		"return":            {use: "RELEASE --reason", what: "return to the author", desk: true, run: returnRelease, flags: str("reason: for the author")},
		"refuse":            {use: "RELEASE --reason", what: "refuse", desk: true, run: refuseRelease, flags: str("reason: for the author")},
		"release send":      {use: "RELEASE --to DIR [--zip]", what: "write the packages, encrypted", desk: true, run: sendRelease, flags: sendFlags},
		"release verify":    {use: "DIR [--key FILE --passphrase P] [--officer CERT]…", what: "check a package as its recipient", run: verifyRelease, flags: verifyFlags},
		"acknowledge":       {use: "RELEASE COPY", what: "a recipient confirmed a copy", desk: true, run: acknowledge},
		"emergency":         {use: "ITEM < JSON", what: "the emergency route", desk: true, run: emergency, flags: str("to: folder for a sent message")},
		"emergency-sign":    {use: "ITEM --reason TEXT [--no]", what: "retrospective sign-off", desk: true, run: emergencySign, flags: signFlags},
		"search":            {use: "WORDS", what: "search, journalled first", desk: true, run: search},
		"journal":           {what: "who did what, when", desk: true, run: journal, flags: journalFlags},
		"certificate":       {what: "the officer's neutral certificate, for partners to encrypt to", desk: true, run: certificate},
		"backup":            {use: "FILE", what: "copy the vault while in use; the copy is verified and recorded", desk: true, run: backup},
		"backups":           {what: "backups that have not expired", desk: true, run: backups},
		"restore":           {use: "BACKUP NEW", what: "put a backup in the place of a lost vault", run: restoreFile},
		"restore record":    {use: "--ended N --head CODE --lost N --what TEXT", what: "propose the record of a restore (two officers)", desk: true, run: restoreRecord, flags: restoreFlags},
		"restore accept":    {what: "take a recorded restore up on this desk", desk: true, run: restoreAccept},
		"recovery":          {what: "how the unit's recovery key stands", desk: true, run: recoveryState},
		"recovery make":     {use: "--reason TEXT", what: "make a recovery key in two halves, and propose it (two officers)", desk: true, run: recoveryMake, flags: str("reason: that the second officer can judge")},
		"recovery rehearse": {use: "--as recovery --passphrase-file HALF --second-half HALF --reason TEXT", what: "prove that the recovery key opens what it was given", desk: true, run: recoveryUse(true), flags: str("reason: of the rehearsal")},
		"recovery use":      {use: "--as recovery --passphrase-file HALF --second-half HALF --reason TEXT", what: "record that the recovery key is used; then it reads", desk: true, run: recoveryUse(false), flags: str("reason: of the use")},
		"export":            {use: "--openpgp CERT --heard HEX --reason TEXT VAULT DIR", what: "everything that is open, encrypted to one certificate, for any OpenPGP program", desk: true, named: 2, run: exportVault, flags: exportFlags},

		"rules":     {what: "what scans look for, and how officers answered what each rule raised", desk: true, run: listRules},
		"rule off":  {use: "RULE --reason TEXT [--foresee]", what: "propose to switch a rule off (two officers)", desk: true, run: change(ruleOff), flags: changeFlags},
		"rule on":   {use: "RULE --reason TEXT [--foresee]", what: "switch a rule on again", desk: true, run: change(ruleOn), flags: changeFlags},
		"terms":     {what: "terms that the unit added to its scans, and what a term can mean", desk: true, run: listTerms},
		"term add":  {use: "TERM --sense SENSE --reason TEXT [--foresee]", what: "add a term to the unit's scans", desk: true, run: change(addingTerm), flags: changeFlags},
		"term drop": {use: "TERM --reason TEXT [--foresee]", what: "propose to take a term off the scans (two officers)", desk: true, run: change(droppingTerm), flags: changeFlags},
		"rescan":    {what: "read the vault again by the rules in force; goes on where it was cut off", desk: true, run: rescan},
		"fresh":     {what: "items in which other rules found something nobody has looked at since", desk: true, run: fresh},
		"known":     {use: "ITEM", what: "people, phones, vehicles and places that other open items hold too", desk: true, run: known},

		"proposals": {what: "acts that wait for a second officer", desk: true, run: proposals},
		"second":    {use: "PROPOSAL|@last", what: "carry out, as the second officer, what another proposed", desk: true, run: second},
		"withdraw":  {use: "PROPOSAL|@last --reason TEXT", what: "take a proposal back", desk: true, run: withdraw, flags: str("reason: of the withdrawal")},
		"remove":    {use: "PERSON --reason TEXT", what: "propose the removal of a member (two officers)", desk: true, run: remove, flags: removeFlags},
		"leave":     {use: "--reason TEXT", what: "leave the unit by one's own word", desk: true, run: leave, flags: str("reason: of leaving")},
		"reach":     {use: "PERSON", what: "what a person could read, and what they opened", desk: true, run: reach},
		"rekey":     {use: "[COMPARTMENT [--join A,B]]", what: "make a new key, or whatever is owed", desk: true, run: rekey, flags: str("join: who joins the list with it")},
		"renew":     {use: "PERSON --new-passphrase-file FILE", what: "replace a member's lost or old keys; a second member confirms", desk: true, run: renew, flags: str("new-passphrase-file: file whose first line is the member's passphrase")},
		"destroy":   {use: "ITEM --reason TEXT", what: "propose to destroy an item's content (two officers)", desk: true, run: destroy, flags: str("reason: that the second officer can judge")},
		"due":       {what: "what runs out within 60 days", desk: true, run: due},

		"recover":    {use: "DAMAGED NEW [--id VAULT-ID]", what: "salvage what is readable into a new file", run: recoverVault, flags: str("id: of the vault, where the file has lost it")},
		"passphrase": {use: "--as ID --new-passphrase-file FILE", what: "lock the officer's keys anew", run: passphrase, flags: passphraseFlags},
		"verify":     {use: "[VAULT]", what: "check chain, tags, signatures and permissions", desk: true, named: 1, run: verify},
	}
}
