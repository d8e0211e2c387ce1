// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace trutina::engine {

/// Literals that become one id each, beside those of the tokenizer model.
using AddedTokens = std::map<std::string, std::int32_t>;

/// The tokens that tokenizer_config.json of a model folder declares ("added_tokens_decoder"; specification 2.4): the family's
/// aliases such as `<|im_start|>`. Empty where the file or the key is absent. The reference's behaviour is uncertain here, so
/// that a Tokenizer uses them only when it is given them. Throws Failure "tokenizer.config".
[[nodiscard]] AddedTokens readAddedTokens(const std::filesystem::path& directory);

} // namespace trutina::engine
