// A fresh database for a test case.
#pragma once

#include <string>

namespace runner::test {

/// There from construction to destruction; whoever is still connected then is thrown out.
class Database {
public:
    /// Throws std::runtime_error.
    Database();
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] std::string conninfo() const;
    [[nodiscard]] std::string url() const;

    /// First column of the first row; empty when there is none, or null. Each call connects anew,
    /// so that the test itself is never among the sessions it looks at, and leaves no settings.
    [[nodiscard]] std::string value(const std::string& sql) const;
    /// Throws std::runtime_error with the server's message.
    void execute(const std::string& sql) const;

private:
    std::string name_;
};

/// value() for any server.
std::string value_from(const std::string& conninfo, const std::string& sql);

} // namespace runner::test
