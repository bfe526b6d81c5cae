package demo

import "corridor/app/intel"

// The states that an item of the demonstration is taken to.
const (
	asNew      = "new"
	asRead     = "read"
	asThreat   = "threat" // raised, nobody owns it
	asOwned    = "owned"
	asGraded   = "graded"
	asDrafted  = "drafted"
	asWaiting  = "waiting"
	asReturned = "returned"
	asRefused  = "refused"
	asApproved = "approved"
	asReleased = "released"
	asSpoken   = "spoken"
)

// sample is a fictitious item. Every name, place and number in it is invented;
// telephone numbers are from Ofcom's ranges for drama.
type sample struct {
	to          string
	compartment string // "", acorn or birch
	source      intel.SourceType
	from, ref   string
	text        string
	title       string
	draft       string
}

const (
	acorn = "ACORN"
	birch = "BIRCH"
)

func samples() []sample {
	return []sample{
		{asNew, "", intel.Anonymous, "Charity line", "CL-7741", "They are going to do Marlon Dace tonight when he comes out of the gym on Tanner Street. The two brothers have got a shooter and they are already sat in the grey van. Please do something.", "", ""},
		{asNew, "", intel.Prison, "HMP Redmoor security", "RM/26/118", "Wing staff overheard that Kerr's cell mate has sharpened a toothbrush and means to stab Officer Lyle at unlock on Thursday. He has said it twice this week.", "", ""},
		{asNew, acorn, intel.CHIS, "Dedicated source unit", "DSU-0931", "Source states that a handgun is kept behind the bath panel at the home of Ricky Vane's sister. Source saw it on Friday. Only the source and the sister were in the flat.", "", ""},
		{asNew, birch, intel.Intercept, "Originating agency", "INT-5520", "Outgoing call: A tells B that the package is forty, same as last time, and that the driver leaves at six. B says the little one will carry it. A laughs and says he is only fourteen, nobody looks.", "", ""},
		{asNew, "", intel.Partner, "Eastmere housing team", "EH-2209", "Neighbour reports that four men sleep in one room above the car wash on Quay Road, have no keys and hand their wages to the man who drives them there. One asked her for food.", "", ""},
		{asNew, "", intel.Anonymous, "Web form", "WF-88013", "someone at the council planning office is taking money off Brackley Homes to push the old mill through. everyone there knows it.", "", ""},
		{asNew, "", intel.Partner, "Refuge worker", "RW-310", "She told us that he put his hands round her neck on Sunday until she passed out and said next time he would finish it. He has a key and works nights. She has two children under five.", "", ""},
		{asNew, "", intel.OtherSource, "Night duty log", "ND-77", "Males fighting outside the Anchor at closing time. No injuries, no complaints, both moved on. The word stabbing was used by a passer-by about a football result.", "", ""},
		{asNew, "", intel.SAR, "UKFIU", "SAR-44102", "Subject paid in eleven deposits just under the threshold across three branches in a week and could not explain them. Account opened in March for a nail bar that has not traded.", "", ""},
		{asNew, acorn, intel.CHIS, "Dedicated source unit", "DSU-0935", "Source says Vane's crew plan to put petrol through the letter box at Ossie Crane's mother's on Saturday night. They know she sleeps upstairs and does not care.", "", ""},
		{asNew, "", intel.Download, "Digital forensics", "DF-6120", "Notes on the handset read like a suicide letter to his daughter, dated this morning, and a map pin at the Hollow Bridge. He has not been at work for two days.", "", ""},
		{asNew, "", intel.Surveillance, "Surveillance team", "ST-204", "Subject met two unknown males by the boat shed, handed over a long wrapped item, and drove away toward the coast road.", "", ""},
		{asRead, "", intel.Partner, "Trading standards", "TS-118", "Counterfeit vapes are sold from a barber's on Lime Street to children in uniform after three o'clock.", "", ""},
		{asRead, "", intel.CommsData, "SPoC", "CD-2026-31", "Subscriber details returned for the number under enquiry: registered in a name that does not exist on the voters' register.", "", ""},
		{asRead, "", intel.OtherSource, "Neighbourhood team", "NT-52", "Quad bikes stolen from farms along the ridge are stripped in a yard near the quarry.", "", ""},
		{asThreat, "", intel.Anonymous, "Charity line", "CL-7750", "Tell Dean Farrow not to go home. There is twenty grand on him and the lad who took the job has his address and knows when he drops the kids at school.", "", ""},
		{asThreat, acorn, intel.CHIS, "Dedicated source unit", "DSU-0940", "Source heard Vane say that the grass will be in the canal by the weekend. Vane named Kelly Moat.", "", ""},
		{asOwned, "", intel.Prison, "HMP Redmoor security", "RM/26/121", "Intelligence that a debt of nine hundred pounds will be settled with boiling water and sugar on prisoner Tull when the kitchen party changes.", "", ""},
		{asOwned, "", intel.Partner, "Eastmere hospital", "EHT-9", "Patient with a gunshot wound will not talk to police. Two visitors told the ward that they will be back to finish it tonight.", "", ""},
		{asGraded, "", intel.Partner, "Border team", "BT-77", "A lorry firm at the container park moves cigarettes hidden behind flat-pack furniture, about once a month.", "", ""},
		{asGraded, "", intel.OtherSource, "Wildlife officer", "WL-12", "Hare coursers from out of county meet at the lay-by on the fen road at first light at weekends.", "", ""},
		{asGraded, birch, intel.Intercept, "Originating agency", "INT-5531", "Caller arranges to collect the money from the woman at the florist's and to pay the rent on the lock-up.", "", ""},
		{asDrafted, "", intel.Anonymous, "Charity line", "CL-7729", "The man they call Biscuit sells tablets from a blue Corsa by the swimming baths every evening at ten past seven. My sister bought from him on the 4th.", "Street supply near a leisure facility", "Tablets are believed to be sold from a vehicle near leisure premises in the town during the evening."},
		{asDrafted, "", intel.Surveillance, "Surveillance team", "ST-209", "Subject entered the rear of the carpet warehouse with a key at 2214 and left with two holdalls.", "Commercial premises", "Commercial premises in the area may be used to store property of unknown origin."},
		{asWaiting, "", intel.Partner, "Trading standards", "TS-121", "Puppies without papers are sold from a smallholding by the reservoir; the vet named on the cards retired years ago.", "Sale of animals with false papers", "Animals are believed to be offered for sale in the district with veterinary papers that are not genuine."},
		{asWaiting, acorn, intel.CHIS, "Dedicated source unit", "DSU-0921", "Source says stolen cars are stripped in the third unit of the Mill Lane estate by Gary Pike and his cousin.", "Vehicle crime", "Stolen vehicles may be broken for parts at commercial premises."},
		{asReturned, "", intel.Download, "Digital forensics", "DF-6101", "Photographs on the handset show cannabis plants in a loft and a rewired meter.", "Cultivation at a domestic address", "Cannabis may be grown at a domestic property where the electricity supply has been altered."},
		{asReturned, "", intel.Probe, "Technical unit", "TU-15", "In the vehicle the subject said he moves the stock on Sundays because nobody looks.", "Movement of stock", "Illicit goods are believed to be moved at weekends."},
		{asRefused, "", intel.Anonymous, "Web form", "WF-88002", "my ex is a dealer look in his shed", "Allegation of supply", "Controlled drugs may be supplied in a residential area."},
		{asRefused, "", intel.OtherSource, "Front desk", "FD-3", "Caller wishes it to be known that her neighbour is not who he says he is.", "Identity concern", "A resident may not be using a true identity."},
		{asApproved, "", intel.Partner, "Fisheries patrol", "FP-8", "Nets are set across the estuary mouth at night by the crew of the Merry Jane, who sell to two restaurants.", "Illegal netting", "Illegal netting is believed to take place in the estuary at night and the catch to be sold locally."},
		{asApproved, "", intel.Surveillance, "Surveillance team", "ST-211", "Subject swapped plates on a white Transit behind the tyre shop before driving to the wholesaler.", "Use of false plates", "A commercial vehicle used in thefts from wholesalers may be showing false registration plates."},
		{asReleased, "", intel.Partner, "Eastmere housing team", "EH-2188", "Tenant of the corner flat has been moved into one room by lads who deal from the kitchen. He is frightened of them and has learning difficulties.", "Home of a vulnerable adult taken over", "The home of a vulnerable adult in the town centre is believed to have been taken over for the supply of drugs. A welfare visit by housing staff would be appropriate."},
		{asReleased, "", intel.OtherSource, "Rural crime team", "RC-40", "Red diesel is being sold from a tank behind the closed garage on the moor road.", "Sale of rebated fuel", "Rebated fuel is believed to be on sale to motorists in a rural area."},
		{asReleased, "", intel.CommsData, "SPoC", "CD-2026-24", "Call pattern shows contact with a hire firm before each burglary.", "Hire vehicles in burglaries", "Those responsible for a series of burglaries may use hired vehicles."},
		{asReleased, "", intel.Prison, "HMP Redmoor security", "RM/26/101", "Parcels are thrown over the east wall during the evening meal by a young man on a moped.", "Items thrown into the prison", "Prohibited items are believed to be thrown into the establishment during evening routine."},
		{asSpoken, "", intel.Anonymous, "Charity line", "CL-7755", "He is outside her work now with the knife, the care home on Priory Road. She finishes at eight. Her name is Joanne.", "", ""},
		{asNew, "", intel.Partner, "School safeguarding lead", "SS-17", "Year 9 pupil has a new phone, hotel cards and a bruise she will not explain. A man of about thirty collects her on Fridays.", "", ""},
		{asNew, "", intel.Partner, "Solicitor's clerk (in error)", "MISC-2", "Attached by mistake: advice to our client on his defence in the Harbour case, marked privileged. Please delete.", "", ""},
		{asRead, "", intel.OtherSource, "Market inspector", "MI-6", "A stall at the Sunday market sells tools with the serial numbers ground off.", "", ""},
	}
}
