// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/tokenizer.h"

#include "engine/api/error.h"
#include "engine/tokenizer/model_check.h"
#include "engine/tokenizer/utf8.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::uintmax_t kLargestModel = std::uintmax_t{256} << 20U;

[[nodiscard]] std::string readModelFile(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        throw Failure("tokenizer.not_found", file.filename().string() + " was not found.", "Check the model folder.",
                      file.string());
    }
    if (!std::filesystem::is_regular_file(file, error) || std::filesystem::file_size(file, error) > kLargestModel) {
        throw Failure("tokenizer.damaged", file.filename().string() + " is not a SentencePiece model.",
                      "Choose the tokenizer.model of a model.", file.string());
    }
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// A literal of step A of the specification (2.2) and its id.
struct Literal {
    std::string text;
    std::int32_t id = 0;
};

} // namespace

struct Tokenizer::Implementation {
    sentencepiece::SentencePieceProcessor model;
    std::vector<Literal> literals; ///< longest first
    std::array<bool, 256> beginsLiteral{};

    void addLiteral(std::string text, std::int32_t id) {
        beginsLiteral.at(static_cast<unsigned char>(text.front())) = true;
        literals.push_back({std::move(text), id});
        std::ranges::stable_sort(literals, std::ranges::greater{}, [](const Literal& literal) { return literal.text.size(); });
    }

    [[nodiscard]] const Literal* literalAt(std::string_view text) const {
        if (!beginsLiteral.at(static_cast<unsigned char>(text.front()))) {
            return nullptr;
        }
        const auto found =
            std::ranges::find_if(literals, [text](const Literal& literal) { return text.starts_with(literal.text); });
        return found == literals.end() ? nullptr : &*found;
    }

    void encodeSegment(std::string_view segment, std::vector<std::int32_t>& ids) const {
        if (segment.empty()) {
            return;
        }
        std::vector<int> pieces;
        if (const auto status = model.Encode(segment, &pieces); !status.ok()) {
            throw Failure("tokenizer.encode", "The text could not be cut into tokens.", {}, status.ToString());
        }
        ids.insert(ids.end(), pieces.begin(), pieces.end());
    }

    void requireId(std::int32_t id) const {
        if (id < 0 || id >= model.GetPieceSize()) {
            throw Failure("tokenizer.id", "There is no token " + std::to_string(id) + ": ids go from 0 to " +
                                              std::to_string(model.GetPieceSize() - 1) + ".");
        }
    }
};

Tokenizer::Tokenizer(const std::filesystem::path& file, const AddedTokens& added)
    : m_implementation(std::make_unique<Implementation>()) {
    auto& model = m_implementation->model;
    const std::string content = readModelFile(file);
    if (!isSoundModel(content)) {
        throw Failure("tokenizer.damaged", file.filename().string() + " is not a SentencePiece model, or it is damaged.",
                      "Download or copy the file again.",
                      "a piece has no text, or NUL where it may not be, or the map of characters leads nowhere");
    }
    const auto status = model.LoadFromSerializedProto(content);
    if (!status.ok() || model.unk_id() < 0 || model.bos_id() < 0 || model.eos_id() < 0) {
        throw Failure("tokenizer.damaged", file.filename().string() + " is not a SentencePiece model, or it is damaged.",
                      "Download or copy the file again.", status.ok() ? "it lacks one of <unk>, <s>, </s>" : status.ToString());
    }
    for (const int id : {model.unk_id(), model.bos_id(), model.eos_id()}) {
        m_implementation->addLiteral(model.IdToPiece(id), id);
    }
    for (const auto& [text, id] : added) {
        if (text.empty() || id < 0 || id >= model.GetPieceSize()) {
            throw Failure("tokenizer.config",
                          "tokenizer_config.json gives the token '" + text + "' the id " + std::to_string(id) +
                              ", which the tokenizer does not have.",
                          "Leave out the added tokens of the model, or use its own tokenizer.model.");
        }
        m_implementation->addLiteral(text, id);
    }
}

Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

std::vector<std::int32_t> Tokenizer::encode(std::string_view text, bool bos) const {
    const std::string valid = replaceInvalidUtf8(text);
    std::vector<std::int32_t> ids;
    if (bos) {
        ids.push_back(m_implementation->model.bos_id());
    }
    const std::string_view all(valid);
    std::size_t segmentStart = 0;
    for (std::size_t at = 0; at < all.size();) {
        const Literal* literal = m_implementation->literalAt(all.substr(at));
        if (literal == nullptr) {
            ++at;
            continue;
        }
        m_implementation->encodeSegment(all.substr(segmentStart, at - segmentStart), ids);
        ids.push_back(literal->id);
        at += literal->text.size();
        segmentStart = at;
    }
    m_implementation->encodeSegment(all.substr(segmentStart), ids);
    return ids;
}

std::string Tokenizer::decode(const std::vector<std::int32_t>& ids) const {
    for (const std::int32_t id : ids) {
        m_implementation->requireId(id);
    }
    std::string text;
    if (const auto status = m_implementation->model.Decode(std::vector<int>(ids.begin(), ids.end()), &text); !status.ok()) {
        throw Failure("tokenizer.decode", "The tokens could not be turned into text.", {}, status.ToString());
    }
    return text;
}

std::string Tokenizer::piece(std::int32_t id) const {
    m_implementation->requireId(id);
    return m_implementation->model.IdToPiece(id);
}

int Tokenizer::size() const {
    return m_implementation->model.GetPieceSize();
}

} // namespace trutina::engine
