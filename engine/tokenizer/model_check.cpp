// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tokenizer/model_check.h"

#include "engine/tokenizer/character_map_check.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace trutina::engine {

namespace {

/// Fields of a message, one after another.
class Fields {
  public:
    explicit Fields(std::string_view message) : m_rest(message) {}

    struct Field {
        std::uint64_t number = 0;
        std::uint64_t value = 0;               ///< of a number
        std::optional<std::string_view> bytes; ///< of a text or a message
    };
    [[nodiscard]] bool isAtEnd() const { return m_rest.empty(); }
    /// Nothing where the message is damaged.
    std::optional<Field> next() {
        const auto key = varint();
        if (!key) {
            return std::nullopt;
        }
        constexpr std::uint64_t kKindBits = 3;
        Field field{*key >> kKindBits, 0, {}};
        switch (*key & 7U) {
        case 0: {
            const auto value = varint();
            field.value = value.value_or(0);
            return value ? std::optional(field) : std::nullopt;
        }
        case 1:
            return take(8) ? std::optional(field) : std::nullopt;
        case 2: {
            const auto size = varint();
            field.bytes = size ? take(*size) : std::nullopt;
            return field.bytes ? std::optional(field) : std::nullopt;
        }
        case 5:
            return take(4) ? std::optional(field) : std::nullopt;
        default: // groups, which no model has
            return std::nullopt;
        }
    }

  private:
    std::optional<std::uint64_t> varint() {
        constexpr int kMostBytes = 10;
        std::uint64_t value = 0;
        for (int place = 0; place < kMostBytes && !m_rest.empty(); ++place) {
            const auto byte = static_cast<std::uint8_t>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << (7U * static_cast<unsigned>(place));
            if ((byte & 0x80U) == 0) {
                return value;
            }
        }
        return std::nullopt;
    }
    std::optional<std::string_view> take(std::uint64_t count) {
        if (count > m_rest.size()) {
            return std::nullopt;
        }
        const std::string_view taken = m_rest.substr(0, static_cast<std::size_t>(count));
        m_rest.remove_prefix(static_cast<std::size_t>(count));
        return taken;
    }

    std::string_view m_rest;
};

constexpr std::uint64_t kUserDefined = 4; ///< a type of piece
constexpr std::uint64_t kUnigram = 1;     ///< a type of model
constexpr std::uint64_t kCharacters = 4;  ///< the last type of model

struct Piece {
    std::string_view text;
    std::uint64_t type = 1;
};

/// Nothing where it is damaged or has no text.
std::optional<Piece> pieceOf(std::string_view message) {
    Piece piece;
    for (Fields fields(message); !fields.isAtEnd();) {
        const auto field = fields.next();
        if (!field || (field->number == 1 && !field->bytes)) {
            return std::nullopt;
        }
        if (field->number == 1) {
            piece.text = *field->bytes;
        } else if (field->number == 3) {
            piece.type = field->value;
        }
    }
    return piece.text.empty() ? std::nullopt : std::optional(piece);
}

/// Nothing where it is damaged; 0 where it does not say.
std::optional<std::uint64_t> modelTypeOf(std::string_view trainer) {
    std::uint64_t type = 0;
    for (Fields fields(trainer); !fields.isAtEnd();) {
        const auto field = fields.next();
        if (!field) {
            return std::nullopt;
        }
        if (field->number == 3 && field->value >= kUnigram && field->value <= kCharacters) {
            type = field->value;
        }
    }
    return type;
}

bool hasSoundMap(std::string_view normalizer) {
    for (Fields fields(normalizer); !fields.isAtEnd();) {
        const auto field = fields.next();
        if (!field) {
            return false;
        }
        if (field->number == 2 && (!field->bytes || !isSoundCharacterMap(*field->bytes))) {
            return false;
        }
    }
    return true;
}

} // namespace

bool isSoundModel(std::string_view model) {
    std::uint64_t type = kUnigram;
    bool holdsNul = false;
    for (Fields fields(model); !fields.isAtEnd();) {
        const auto field = fields.next();
        if (!field) {
            return false;
        }
        if (field->number == 1) {
            const auto piece = field->bytes ? pieceOf(*field->bytes) : std::nullopt;
            const bool hasNul = piece && piece->text.find('\0') != std::string_view::npos;
            if (!piece || (hasNul && piece->type == kUserDefined)) {
                return false;
            }
            holdsNul = holdsNul || hasNul;
        } else if (field->number == 2) {
            const auto said = field->bytes ? modelTypeOf(*field->bytes) : std::nullopt;
            if (!said) {
                return false;
            }
            type = *said == 0 ? type : *said;
        } else if (field->number == 3 || field->number == 5) { // how texts are normalised on the way in, and on the way out
            if (!field->bytes || !hasSoundMap(*field->bytes)) {
                return false;
            }
        }
    }
    return !holdsNul || type != kUnigram;
}

} // namespace trutina::engine
