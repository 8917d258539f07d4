// A file descriptor with an owner.
#pragma once

#include <unistd.h>
#include <utility>

namespace runner::cluster {

class Descriptor {
public:
    Descriptor() = default;

    /// Takes over `number`; -1 is none.
    explicit Descriptor(int number) noexcept : number_(number) {}

    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            number_ = other.release();
        }
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { close(); }

    void close() noexcept {
        if (number_ >= 0) {
            ::close(release());
        }
    }

    [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }

    [[nodiscard]] int number() const noexcept { return number_; }

    [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }

private:
    int number_ = -1;
};

} // namespace runner::cluster
