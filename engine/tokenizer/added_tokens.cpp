// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/added_tokens.h"

#include "engine/api/error.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <fstream>
#include <system_error>

namespace trutina::engine {

namespace {

constexpr std::uintmax_t kLongestConfig = 16U << 20U;

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& cause) {
    throw Failure("tokenizer.config", file.filename().string() + " " + cause + ".", "Download or copy the file again.",
                  file.string());
}

[[nodiscard]] std::int32_t readId(const std::filesystem::path& file, const std::string& text) {
    std::int32_t id = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size() || id < 0) {
        refuse(file, "declares an added token whose id is no number");
    }
    return id;
}

} // namespace

AddedTokens readAddedTokens(const std::filesystem::path& directory) {
    const std::filesystem::path file = directory / "tokenizer_config.json";
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        return {};
    }
    if (!std::filesystem::is_regular_file(file, error) || std::filesystem::file_size(file, error) > kLongestConfig) {
        refuse(file, "is not a file of at most 16 MiB");
    }
    std::ifstream stream(file, std::ios::binary);
    const auto json = nlohmann::json::parse(stream, nullptr, false);
    if (!json.is_object()) {
        refuse(file, "is not a JSON object");
    }
    AddedTokens tokens;
    const auto declared = json.find("added_tokens_decoder");
    if (declared == json.end() || declared->is_null()) {
        return tokens;
    }
    if (!declared->is_object()) {
        refuse(file, "holds an 'added_tokens_decoder' that is no object");
    }
    for (const auto& [id, token] : declared->items()) {
        const auto content = token.is_object() ? token.find("content") : token.end();
        if (!token.is_object() || content == token.end() || !content->is_string() ||
            content->get_ref<const std::string&>().empty()) {
            refuse(file, "declares an added token without 'content'");
        }
        tokens[content->get<std::string>()] = readId(file, id);
    }
    return tokens;
}

} // namespace trutina::engine
