package risk

import "strings"

// forms holds the written forms of a verb: base and third person, -ing, past.
type forms struct{ base, ing, past []string }

func irregular() map[string][]string {
	rows := strings.Fields(`
be/am,is,are/being/was,were,been beat/beats/beating/beat,beaten bite/bites/biting/bit,bitten blow/blows/blowing/blew,blown
break/breaks/breaking/broke,broken bring/brings/bringing/brought build/builds/building/built burn/burns/burning/burned,burnt burst/bursts/bursting/burst
bury/buries/burying/buried buy/buys/buying/bought catch/catches/catching/caught choke/chokes/choking/choked come/comes/coming/came cut/cuts/cutting/cut
deal/deals/dealing/dealt die/dies/dying/died dig/digs/digging/dug do/does/doing/did,done drag/drags/dragging/dragged drink/drinks/drinking/drank,drunk
drive/drives/driving/drove,driven eat/eats/eating/ate,eaten fall/falls/falling/fell,fallen feed/feeds/feeding/fed fight/fights/fighting/fought
find/finds/finding/found fit/fits/fitting/fitted,fit flee/flees/fleeing/fled fly/flies/flying/flew,flown forget/forgets/forgetting/forgot,forgotten
get/gets/getting/got,gotten give/gives/giving/gave,given go/goes/going/went,gone grab/grabs/grabbing/grabbed grow/grows/growing/grew,grown
hang/hangs/hanging/hung,hanged have/has/having/had hear/hears/hearing/heard hide/hides/hiding/hid,hidden hit/hits/hitting/hit hold/holds/holding/held
hurt/hurts/hurting/hurt keep/keeps/keeping/kept kidnap/kidnaps/kidnapping,kidnaping/kidnapped,kidnaped know/knows/knowing/knew,known lay/lays/laying/laid lead/leads/leading/led
leave/leaves/leaving/left lend/lends/lending/lent let/lets/letting/let lie/lies/lying/lay,lied,lain light/lights/lighting/lit,lighted lose/loses/losing/lost
make/makes/making/made meet/meets/meeting/met pay/pays/paying/paid put/puts/putting/put quit/quits/quitting/quit rid/rids/ridding/rid
ride/rides/riding/rode,ridden ring/rings/ringing/rang,rung run/runs/running/ran,run say/says/saying/said see/sees/seeing/saw,seen sell/sells/selling/sold
send/sends/sending/sent set/sets/setting/set shoot/shoots/shooting/shot show/shows/showing/showed,shown shut/shuts/shutting/shut sleep/sleeps/sleeping/slept
slay/slays/slaying/slew,slain slit/slits/slitting/slit snatch/snatches/snatching/snatched speak/speaks/speaking/spoke,spoken spend/spends/spending/spent spin/spins/spinning/spun
stab/stabs/stabbing/stabbed steal/steals/stealing/stole,stolen stick/sticks/sticking/stuck strike/strikes/striking/struck swear/swears/swearing/swore,sworn
swing/swings/swinging/swung take/takes/taking/took,taken tear/tears/tearing/tore,torn tell/tells/telling/told think/thinks/thinking/thought
throw/throws/throwing/threw,thrown tie/ties/tying/tied tip/tips/tipping/tipped wear/wears/wearing/wore,worn win/wins/winning/won write/writes/writing/wrote,written
chin/chins/chinning/chinned chib/chibs/chibbing/chibbed shank/shanks/shanking/shanked wet/wets/wetting/wetted,wet ship/ships/shipping/shipped
shut/shuts/shutting/shut strangle/strangles/strangling/strangled rig/rigs/rigging/rigged gun/guns/gunning/gunned rob/robs/robbing/robbed
batter/batters/battering/battered offer/offers/offering/offered murder/murders/murdering/murdered threaten/threatens/threatening/threatened
suffer/suffers/suffering/suffered poison/poisons/poisoning/poisoned order/orders/ordering/ordered open/opens/opening/opened visit/visits/visiting/visited
collect/collects/collecting/collected abduct/abducts/abducting/abducted target/targets/targeting/targeted corner/corners/cornering/cornered
bleed/bleeds/bleeding/bled sit/sits/sitting/sat stand/stands/standing/stood wait/waits/waiting/waited lurk/lurks/lurking/lurked stake/stakes/staking/staked
transfer/transfers/transferring/transferred ban/bans/banning/banned smother/smothers/smothering/smothered slaughter/slaughters/slaughtering/slaughtered
hammer/hammers/hammering/hammered butcher/butchers/butchering/butchered torture/tortures/torturing/tortured gather/gathers/gathering/gathered
answer/answers/answering/answered deliver/delivers/delivering/delivered monitor/monitors/monitoring/monitored control/controls/controlling/controlled
overdose/overdoses/overdosing/overdosed suffocate/suffocates/suffocating/suffocated scatter/scatters/scattering/scattered
empty/empties/emptying/emptied traffic/traffics/trafficking/trafficked bully/bullies/bullying/bullied marry/marries/marrying/married
carry/carries/carrying/carried bash/bashes/bashing/bashed smash/smashes/smashing/smashed lynch/lynches/lynching/lynched touch/touches/touching/touched
torch/torches/torching/torched slash/slashes/slashing/slashed splash/splashes/splashing/splashed bang/bangs/banging/banged
sever/severs/severing/severed harbour/harbours/harbouring/harboured silence/silences/silencing/silenced whisper/whispers/whispering/whispered
finish/finishes/finishing/finished dose/doses/dosing/dosed ghost/ghosts/ghosting/ghosted`)
	out := make(map[string][]string, len(rows))
	for _, row := range rows {
		if base, _, ok := strings.Cut(row, "/"); ok {
			out[base] = strings.Split(row, "/")[1:]
		}
	}
	return out
}

// inflect gives the forms of a verb by its base.
func inflect(table map[string][]string, base string) forms {
	if row, ok := table[base]; ok && len(row) == 3 {
		third := strings.Split(row[0], ",")
		f := forms{base: append([]string{base}, third...), past: strings.Split(row[2], ",")}
		for _, g := range strings.Split(row[1], ",") {
			f.ing = append(f.ing, g, clipped(g))
		}
		return f
	}
	return regular(base)
}

func clipped(ing string) string { return strings.TrimSuffix(ing, "g") }

func regular(base string) forms {
	third, stem, past := base+"s", base, base+"ed"
	n := len(base)
	switch {
	case n < 3:
	case strings.HasSuffix(base, "e"):
		past = base + "d"
		if !strings.HasSuffix(base, "ee") && !strings.HasSuffix(base, "ye") && !strings.HasSuffix(base, "oe") {
			stem = base[:n-1]
		}
	case base[n-1] == 'y' && !vowel(base[n-2]):
		third, past = base[:n-1]+"ies", base[:n-1]+"ied"
	case hissing(base):
		third = base + "es"
	case n <= 5 && vowel(base[n-2]) && !vowel(base[n-1]) && !vowel(base[n-3]) && !strings.ContainsRune("wxy", rune(base[n-1])):
		stem, past = base+base[n-1:], base+base[n-1:]+"ed"
	}
	ing := stem + "ing"
	return forms{base: []string{base, third}, ing: []string{ing, clipped(ing)}, past: []string{past}}
}

func hissing(s string) bool {
	for _, end := range []string{"s", "x", "z", "ch", "sh"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func plural(noun string) string {
	n := len(noun)
	switch {
	case n < 2:
		return noun
	case strings.HasSuffix(noun, "knife"):
		return noun[:n-2] + "ves"
	case noun[n-1] == 'y' && !vowel(noun[n-2]):
		return noun[:n-1] + "ies"
	case hissing(noun):
		return noun + "es"
	}
	return noun + "s"
}
