// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/workbench/python_side.h"

#include <stdexcept>
#include <utility>

namespace trutina::bench {

namespace {

std::vector<std::string> pythonCommand(const std::filesystem::path& python, const std::string& script,
                                       std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {python.string(), std::string(TRUTINA_SOURCE_DIR "/tests/bench/python/") + script});
    return arguments;
}

} // namespace

PythonSide::PythonSide(const std::filesystem::path& python, const std::string& script, std::vector<std::string> arguments)
    : m_script(script), m_process(pythonCommand(python, script, std::move(arguments))) {
    static_cast<void>(answer());
}

nlohmann::json PythonSide::ask(const nlohmann::json& request) {
    m_process.writeLine(request.dump());
    return answer();
}

nlohmann::json PythonSide::answer() {
    const auto line = m_process.readLine();
    if (!line) {
        throw std::runtime_error(m_script + " has ended; what it said stands above");
    }
    return nlohmann::json::parse(*line);
}

nlohmann::json referenceRequest(const engine::Conversation& question, const std::string& mode) {
    auto chats = nlohmann::json::array();
    for (const engine::Candidate& candidate : question.candidates) {
        auto chat = nlohmann::json::array();
        for (const auto* messages : {&question.messages, &candidate.messages}) {
            for (const engine::Message& message : *messages) {
                chat.push_back({{"role", message.role}, {"content", message.content}});
            }
        }
        chats.push_back(std::move(chat));
    }
    return {{"chats", std::move(chats)}, {"image", question.media.front().path.string()}, {"hd_num", 9}, {"mode", mode}};
}

} // namespace trutina::bench
