package walls

import "os"

// dropInherited empties the environment. Go hands a child its three pipes only, and the parent has
// set the directory.
func dropInherited() []Wall {
	os.Clearenv()
	return []Wall{{Name: "environment", Stands: len(os.Environ()) == 0, Detail: "empty"}}
}
