// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/text_print.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

namespace trutina::storage {

namespace {

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char byte) {
        return byte < 0x80 ? static_cast<char>(std::tolower(byte)) : static_cast<char>(byte);
    });
    return lower;
}

bool isWordByte(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x80 && std::isalnum(byte) != 0; // Chinese puts no spaces around a name
}

/// As a word of its own: not inside another one.
bool holdsWord(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !isWordByte(text[at - 1])) && (end == text.size() || !isWordByte(text[end]))) {
            return true;
        }
    }
    return false;
}

/// Whether a name is one that no text holds by chance: "A", "chosen" and "writer" are none.
bool givesAway(std::string_view name) {
    static constexpr std::array<std::string_view, 16> kPlain{"answer",   "chosen", "rejected", "edited",   "human",   "model",
                                                             "response", "writer", "left",     "right",    "correct", "wrong",
                                                             "unknown",  "best",   "worst",    "reference"};
    constexpr std::size_t kShortest = 4;
    const bool hasLetters = std::count_if(name.begin(), name.end(), [](char byte) { return isWordByte(byte); }) >= 3;
    return name.size() >= kShortest && hasLetters && std::none_of(kPlain.begin(), kPlain.end(), [name](std::string_view plain) {
               return name == plain || (name.starts_with(plain) && !std::isalpha(static_cast<unsigned char>(name[plain.size()])));
           });
}

/// Names that the item itself knows: of its answers, and of models in its extra data.
std::set<std::string> ownNames(const ItemRecord& item) {
    static constexpr std::array<std::string_view, 8> kKeys{"model",          "models",  "source_model", "chosen_model",
                                                           "rejected_model", "model_a", "model_b",      "model_name"};
    std::set<std::string> names;
    const auto add = [&names](const std::string& name) {
        const std::string lower = lowerCase(name);
        if (givesAway(lower)) {
            names.insert(lower);
        }
    };
    for (const CandidateRecord& answer : item.candidates) {
        add(answer.name);
    }
    if (item.meta.find("model") != std::string::npos) {
        const auto meta = nlohmann::json::parse(item.meta, nullptr, false);
        for (const std::string_view key : kKeys) {
            const auto value = meta.is_object() ? meta.find(key) : meta.end();
            if (value == meta.end()) {
                continue;
            }
            for (const auto& name : value->is_array() ? *value : nlohmann::json::array({*value})) {
                if (name.is_string()) {
                    add(name.get<std::string>());
                }
            }
        }
    }
    return names;
}

/// Answers that say which model wrote them.
class NameCheck : public Check {
  public:
    explicit NameCheck(const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            m_names.push_back(lowerCase(name));
        }
        m_finding.kind = "leaked_names";
        m_finding.cure = Cure::Tag;
    }

    void look(const CheckedItem& checked) override {
        const std::string prompt = lowerCase(joined(checked.item.prompt));
        const std::set<std::string> own = ownNames(checked.item);
        bool isFound = false;
        for (const CandidateRecord& answer : checked.item.candidates) {
            const std::string text = lowerCase(joined(answer.turns));
            const auto leaks = [&](const std::string& name) {
                // An answer to a question about a model may name it.
                if (!holdsWord(text, name) || holdsWord(prompt, name)) {
                    return false;
                }
                m_seen.insert(name);
                return true;
            };
            // All are looked for, so that the sentence names them.
            const auto count =
                std::count_if(m_names.begin(), m_names.end(), leaks) + std::count_if(own.begin(), own.end(), leaks);
            m_finding.count += count > 0 ? 1 : 0;
            isFound = isFound || count > 0;
        }
        if (isFound) {
            m_finding.items.push_back({checked.item.id, checked.item.number});
        }
    }

    void finish(const SecondLook& /*again*/, std::vector<Finding>& findings) override {
        if (m_finding.count == 0) {
            return;
        }
        constexpr std::size_t kMostNames = 5;
        std::string names;
        std::size_t shown = 0;
        for (const std::string& name : m_seen) {
            if (shown++ < kMostNames) {
                names += (names.empty() ? "\"" : ", \"") + name + "\"";
            }
        }
        names += shown > kMostNames ? " and " + std::to_string(shown - kMostNames) + " more" : "";
        m_finding.sentence = counted(m_finding.count, "answer names", "answers name") + " a model or its maker: " + names +
                             ". A reward model may learn the name instead of the quality.";
        findings.push_back(std::move(m_finding));
    }

  private:
    std::vector<std::string> m_names;
    std::set<std::string> m_seen;
    Finding m_finding;
};

} // namespace

const std::vector<std::string>& defaultModelNames() {
    // Plain words and first names ("bard", "gemini", "claude") only where something makes them a model.
    static const std::vector<std::string> names{"chatgpt",
                                                "gpt-3",
                                                "gpt-3.5",
                                                "gpt-4",
                                                "gpt-4o",
                                                "gpt-4v",
                                                "openai",
                                                "anthropic",
                                                "claude 2",
                                                "claude 3",
                                                "claude-3",
                                                "gemini pro",
                                                "gemini 1.5",
                                                "llama 2",
                                                "llama-2",
                                                "llama 3",
                                                "llama-3",
                                                "llava",
                                                "vicuna",
                                                "qwen",
                                                "qwen-vl",
                                                "qwen2",
                                                "tongyi qianwen",
                                                "internlm",
                                                "internvl",
                                                "deepseek",
                                                "mistral ai",
                                                "mixtral",
                                                "chatglm",
                                                "minicpm",
                                                "ernie bot",
                                                "baichuan",
                                                "as an ai language model",
                                                "as a large language model",
                                                "developed by openai",
                                                "通义千问",
                                                "文心一言"};
    return names;
}

std::unique_ptr<Check> makeNameCheck(const std::vector<std::string>& modelNames) {
    return std::make_unique<NameCheck>(modelNames);
}

} // namespace trutina::storage
