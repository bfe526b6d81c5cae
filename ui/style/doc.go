// Package style owns how the desk looks: one theme, light and dark, and the
// names of every colour that a widget may use. Red means danger and amber
// means due, and neither means anything else.
//
// It refuses raw colours outside this package and the variant that the
// desktop's shell proposes: the officer chooses.
package style
