package walls

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// raiseLimits puts the process into a job object of its own: bounded memory and processor time, no
// child processes, no window messages, no dialog when it dies.
func raiseLimits() []Wall {
	detail := "224 MiB of memory, 62 s of processor time, no child processes"
	return []Wall{tried("job object", detail, enterJob())}
}

func enterJob() error {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return fmt.Errorf("creating a job object: %w", err)
	}
	// The handle stays open for the life of the process: the job ends with it.
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_ACTIVE_PROCESS | windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY |
				windows.JOB_OBJECT_LIMIT_PROCESS_TIME | windows.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION |
				windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
			PerProcessUserTimeLimit: maxCPU * 10_000_000, // in steps of 100 ns
			ActiveProcessLimit:      1,
		},
		ProcessMemoryLimit: MaxData,
	}
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		return fmt.Errorf("limiting the job object: %w", err)
	}
	if err := windows.AssignProcessToJobObject(job, windows.CurrentProcess()); err != nil {
		return fmt.Errorf("entering the job object: %w", err)
	}
	return nil
}

// raiseSystem adds nothing: files and network have no wall here.
func raiseSystem() []Wall {
	return []Wall{
		{Name: "files and network", Detail: "only the language keeps them away: goja gives a snippet neither"},
	}
}
