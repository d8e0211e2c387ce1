// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/cli/program_run.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trutina::testing {

/// Runs trutina-cli in a temporary folder; `programName` says which one.
class ProgramTest : public ::testing::Test {
  protected:
    struct Result {
        int exitCode = 0;
        std::string output;
        std::string errors;
    };

    /// Beside a fake engine, unless a test says otherwise.
    std::filesystem::path program = std::filesystem::path(TRUTINA_BINARY_DIR) / "tests/fake/bin/trutina-cli";

    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return m_folder.path() / name; }

    [[nodiscard]] ProgramRun::Options options(const std::string& input = {}) const {
        return {program, m_folder.path(), input, false, {}};
    }

    [[nodiscard]] Result run(std::vector<std::string> arguments, const std::string& input = {}) const {
        ProgramRun run(options(input), std::move(arguments));
        const int exitCode = run.wait();
        return {exitCode, run.output, run.errors};
    }

    /// A record with two answers, the second the better one for the fake model.
    static std::string record(const std::string& id, const std::string& prompt = "Which?") {
        return R"({"id":")" + id + R"(","messages":[{"role":"user","content":")" + prompt +
               R"("}],"candidates":["1234","12345678"]})" + "\n";
    }

  private:
    TemporaryDirectory m_folder;
};

} // namespace trutina::testing
