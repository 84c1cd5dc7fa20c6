package media

// jpegCost is how many bytes a pixel of this JPEG takes while it is decoded. A
// progressive one keeps all its coefficients, four bytes each, until the end.
// Where the header cannot be followed it is taken for the dearest.
func jpegCost(data []byte) int {
	const dearest = 4 * (1 + 4)
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker := data[at+1]
		switch {
		case marker == 0xff: // filling
			at++
			continue
		case marker >= 0xd0 && marker <= 0xd8 || marker == 0x01: // alone, without a length
			at += 2
			continue
		case marker >= 0xc0 && marker <= 0xc2:
			if at+9 >= len(data) {
				return dearest
			}
			parts := min(max(int(data[at+9]), 1), 4)
			if marker == 0xc2 {
				return parts * (1 + 4)
			}
			return parts
		case marker == 0xda || marker == 0xd9:
			return dearest
		}
		at += 2 + int(data[at+2])<<8 + int(data[at+3])
	}
	return dearest
}
