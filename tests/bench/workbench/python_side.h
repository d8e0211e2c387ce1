// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "tests/bench/harness/child_process.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace trutina::bench {

/// A script that loads once and then works on request, so that its repetitions can take turns with those of other sides.
/// Its protocol is in tests/bench/python/side.py.
class PythonSide {
  public:
    /// `script` is a file of tests/bench/python. Throws std::runtime_error when it does not say that it is ready.
    PythonSide(const std::filesystem::path& python, const std::string& script, std::vector<std::string> arguments);
    /// Sends a request and returns the answer. Throws std::runtime_error when the side has ended or reports an error.
    [[nodiscard]] nlohmann::json ask(const nlohmann::json& request);
    /// The seconds that the side measured for a request.
    [[nodiscard]] double seconds(const nlohmann::json& request) { return ask(request).at("seconds").get<double>(); }

  private:
    [[nodiscard]] nlohmann::json answer();

    std::string m_script;
    ChildProcess m_process;
};

/// What reference_side.py takes: all answers of a question to one picture. `mode` is "loop" or "batch".
[[nodiscard]] nlohmann::json referenceRequest(const engine::Conversation& question, const std::string& mode);

} // namespace trutina::bench
