package setting

// Changed is the payload of setting.changed. Key is one of Defaults'; Value is
// a number or code in text form, never free text.
type Changed struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}
