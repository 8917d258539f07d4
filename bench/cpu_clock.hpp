// CPU time of this process since a moment.
#pragma once

#include <ctime>
#include <sys/resource.h>

namespace runner::bench {

class CpuClock {
public:
    CpuClock() noexcept : begin_(total()), system_begin_(system()) {}

    [[nodiscard]] double seconds() const noexcept { return total() - begin_; }

    [[nodiscard]] double system_seconds() const noexcept { return system() - system_begin_; }

private:
    // getrusage() counts user and system apart by ticks; their sum is exact here.
    static double total() noexcept {
        timespec now{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
    }

    static double system() noexcept {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return static_cast<double>(usage.ru_stime.tv_sec) +
               static_cast<double>(usage.ru_stime.tv_usec) * 1e-6;
    }

    double begin_;
    double system_begin_;
};

} // namespace runner::bench
