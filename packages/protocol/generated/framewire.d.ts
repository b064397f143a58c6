import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace framewire. */
export namespace framewire {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a Packet.
         * @deprecated Use framewire.v1.Packet.$Properties instead.
         */
        interface IPacket extends framewire.v1.Packet.$Properties {
        }

        /** Represents a Packet. */
        class Packet {

            /**
             * Constructs a new Packet.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Packet.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Packet hello. */
            hello?: (framewire.v1.Hello.$Properties|null);

            /** Packet bye. */
            bye?: (framewire.v1.Bye.$Properties|null);

            /** Packet receipt. */
            receipt?: (framewire.v1.Receipt.$Properties|null);

            /** Packet ping. */
            ping?: (framewire.v1.Ping.$Properties|null);

            /** Packet pong. */
            pong?: (framewire.v1.Pong.$Properties|null);

            /** Packet watch. */
            watch?: (framewire.v1.Watch.$Properties|null);

            /** Packet frame. */
            frame?: (framewire.v1.Frame.$Properties|null);

            /** Packet kind. */
            kind?: ("hello"|"bye"|"receipt"|"ping"|"pong"|"watch"|"frame");

            /**
             * Encodes the specified Packet message. Does not implicitly {@link framewire.v1.Packet.verify|verify} messages.
             * @param message Packet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Packet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Packet message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Packet & framewire.v1.Packet.$Shape} Packet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Packet & framewire.v1.Packet.$Shape;
        }

        namespace Packet {

            /** Properties of a Packet. */
            interface $Properties {

                /** Packet hello */
                hello?: (framewire.v1.Hello.$Properties|null);

                /** Packet bye */
                bye?: (framewire.v1.Bye.$Properties|null);

                /** Packet receipt */
                receipt?: (framewire.v1.Receipt.$Properties|null);

                /** Packet ping */
                ping?: (framewire.v1.Ping.$Properties|null);

                /** Packet pong */
                pong?: (framewire.v1.Pong.$Properties|null);

                /** Packet watch */
                watch?: (framewire.v1.Watch.$Properties|null);

                /** Packet frame */
                frame?: (framewire.v1.Frame.$Properties|null);

                /** Packet kind */
                kind?: ("hello"|"bye"|"receipt"|"ping"|"pong"|"watch"|"frame");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Packet. */
            type $Shape = {
              hello?: framewire.v1.Hello.$Shape|null;
              bye?: framewire.v1.Bye.$Shape|null;
              receipt?: framewire.v1.Receipt.$Shape|null;
              ping?: framewire.v1.Ping.$Shape|null;
              pong?: framewire.v1.Pong.$Shape|null;
              watch?: framewire.v1.Watch.$Shape|null;
              frame?: framewire.v1.Frame.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; hello?: null; bye?: null; receipt?: null; ping?: null; pong?: null; watch?: null; frame?: null }|{ kind?: "hello"; hello: framewire.v1.Hello.$Shape; bye?: null; receipt?: null; ping?: null; pong?: null; watch?: null; frame?: null }|{ kind?: "bye"; hello?: null; bye: framewire.v1.Bye.$Shape; receipt?: null; ping?: null; pong?: null; watch?: null; frame?: null }|{ kind?: "receipt"; hello?: null; bye?: null; receipt: framewire.v1.Receipt.$Shape; ping?: null; pong?: null; watch?: null; frame?: null }|{ kind?: "ping"; hello?: null; bye?: null; receipt?: null; ping: framewire.v1.Ping.$Shape; pong?: null; watch?: null; frame?: null }|{ kind?: "pong"; hello?: null; bye?: null; receipt?: null; ping?: null; pong: framewire.v1.Pong.$Shape; watch?: null; frame?: null }|{ kind?: "watch"; hello?: null; bye?: null; receipt?: null; ping?: null; pong?: null; watch: framewire.v1.Watch.$Shape; frame?: null }|{ kind?: "frame"; hello?: null; bye?: null; receipt?: null; ping?: null; pong?: null; watch?: null; frame: framewire.v1.Frame.$Shape })
            );
        }

        /**
         * Properties of a Hello.
         * @deprecated Use framewire.v1.Hello.$Properties instead.
         */
        interface IHello extends framewire.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello version. */
            version: number;

            /** Hello name. */
            name: string;

            /** Hello instanceId. */
            instanceId: string;

            /** Hello codecs. */
            codecs: string[];

            /** Hello maxPacketBytes. */
            maxPacketBytes: number;

            /** Hello maxLatency. */
            maxLatency: number;

            /** Hello instanceKey. */
            instanceKey: Uint8Array;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link framewire.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Hello & framewire.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Hello & framewire.v1.Hello.$Shape;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello version */
                version?: (number|null);

                /** Hello name */
                name?: (string|null);

                /** Hello instanceId */
                instanceId?: (string|null);

                /** Hello codecs */
                codecs?: (string[]|null);

                /** Hello maxPacketBytes */
                maxPacketBytes?: (number|null);

                /** Hello maxLatency */
                maxLatency?: (number|null);

                /** Hello instanceKey */
                instanceKey?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = framewire.v1.Hello.$Properties;
        }

        /**
         * Properties of a Frame.
         * @deprecated Use framewire.v1.Frame.$Properties instead.
         */
        interface IFrame extends framewire.v1.Frame.$Properties {
        }

        /** Represents a Frame. */
        class Frame {

            /**
             * Constructs a new Frame.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Frame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Frame sequence. */
            sequence: (number|Long);

            /** Frame timestamp. */
            timestamp: (number|Long);

            /** Frame codec. */
            codec: string;

            /** Frame type. */
            type: framewire.v1.Frame.Type;

            /** Frame width. */
            width: number;

            /** Frame height. */
            height: number;

            /** Frame receiptWanted. */
            receiptWanted: boolean;

            /** Frame encoded. */
            encoded: number;

            /** Frame queued. */
            queued: number;

            /** Frame sent. */
            sent: number;

            /** Frame level. */
            level: number;

            /** Frame data. */
            data: Uint8Array;

            /**
             * Encodes the specified Frame message. Does not implicitly {@link framewire.v1.Frame.verify|verify} messages.
             * @param message Frame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Frame & framewire.v1.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Frame & framewire.v1.Frame.$Shape;
        }

        namespace Frame {

            /** Properties of a Frame. */
            interface $Properties {

                /** Frame sequence */
                sequence?: (number|Long|null);

                /** Frame timestamp */
                timestamp?: (number|Long|null);

                /** Frame codec */
                codec?: (string|null);

                /** Frame type */
                type?: (framewire.v1.Frame.Type|null);

                /** Frame width */
                width?: (number|null);

                /** Frame height */
                height?: (number|null);

                /** Frame receiptWanted */
                receiptWanted?: (boolean|null);

                /** Frame encoded */
                encoded?: (number|null);

                /** Frame queued */
                queued?: (number|null);

                /** Frame sent */
                sent?: (number|null);

                /** Frame level */
                level?: (number|null);

                /** Frame data */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Frame. */
            type $Shape = framewire.v1.Frame.$Properties;

            /** Type enum. */
            enum Type {

                /** KEY value */
                KEY = 0,

                /** DELTA value */
                DELTA = 1
            }
        }

        /**
         * Properties of a Receipt.
         * @deprecated Use framewire.v1.Receipt.$Properties instead.
         */
        interface IReceipt extends framewire.v1.Receipt.$Properties {
        }

        /** Represents a Receipt. */
        class Receipt {

            /**
             * Constructs a new Receipt.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Receipt.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Receipt frames. */
            frames: (number|Long);

            /** Receipt waited. */
            waited: (number|Long);

            /** Receipt received. */
            received: (number|Long);

            /**
             * Encodes the specified Receipt message. Does not implicitly {@link framewire.v1.Receipt.verify|verify} messages.
             * @param message Receipt message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Receipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Receipt message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Receipt & framewire.v1.Receipt.$Shape} Receipt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Receipt & framewire.v1.Receipt.$Shape;
        }

        namespace Receipt {

            /** Properties of a Receipt. */
            interface $Properties {

                /** Receipt frames */
                frames?: (number|Long|null);

                /** Receipt waited */
                waited?: (number|Long|null);

                /** Receipt received */
                received?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Receipt. */
            type $Shape = framewire.v1.Receipt.$Properties;
        }

        /**
         * Properties of a Watch.
         * @deprecated Use framewire.v1.Watch.$Properties instead.
         */
        interface IWatch extends framewire.v1.Watch.$Properties {
        }

        /** Represents a Watch. */
        class Watch {

            /**
             * Constructs a new Watch.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Watch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Watch watching. */
            watching: boolean;

            /**
             * Encodes the specified Watch message. Does not implicitly {@link framewire.v1.Watch.verify|verify} messages.
             * @param message Watch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Watch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Watch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Watch & framewire.v1.Watch.$Shape} Watch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Watch & framewire.v1.Watch.$Shape;
        }

        namespace Watch {

            /** Properties of a Watch. */
            interface $Properties {

                /** Watch watching */
                watching?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Watch. */
            type $Shape = framewire.v1.Watch.$Properties;
        }

        /**
         * Properties of a Ping.
         * @deprecated Use framewire.v1.Ping.$Properties instead.
         */
        interface IPing extends framewire.v1.Ping.$Properties {
        }

        /** Represents a Ping. */
        class Ping {

            /**
             * Constructs a new Ping.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Ping.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ping sent. */
            sent: (number|Long);

            /**
             * Encodes the specified Ping message. Does not implicitly {@link framewire.v1.Ping.verify|verify} messages.
             * @param message Ping message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Ping.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Ping & framewire.v1.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Ping & framewire.v1.Ping.$Shape;
        }

        namespace Ping {

            /** Properties of a Ping. */
            interface $Properties {

                /** Ping sent */
                sent?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Ping. */
            type $Shape = framewire.v1.Ping.$Properties;
        }

        /**
         * Properties of a Pong.
         * @deprecated Use framewire.v1.Pong.$Properties instead.
         */
        interface IPong extends framewire.v1.Pong.$Properties {
        }

        /** Represents a Pong. */
        class Pong {

            /**
             * Constructs a new Pong.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Pong.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Pong pingSent. */
            pingSent: (number|Long);

            /** Pong received. */
            received: (number|Long);

            /** Pong sent. */
            sent: (number|Long);

            /**
             * Encodes the specified Pong message. Does not implicitly {@link framewire.v1.Pong.verify|verify} messages.
             * @param message Pong message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Pong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Pong & framewire.v1.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Pong & framewire.v1.Pong.$Shape;
        }

        namespace Pong {

            /** Properties of a Pong. */
            interface $Properties {

                /** Pong pingSent */
                pingSent?: (number|Long|null);

                /** Pong received */
                received?: (number|Long|null);

                /** Pong sent */
                sent?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pong. */
            type $Shape = framewire.v1.Pong.$Properties;
        }

        /**
         * Properties of a Bye.
         * @deprecated Use framewire.v1.Bye.$Properties instead.
         */
        interface IBye extends framewire.v1.Bye.$Properties {
        }

        /** Represents a Bye. */
        class Bye {

            /**
             * Constructs a new Bye.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Bye.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Bye reason. */
            reason: framewire.v1.Bye.Reason;

            /** Bye message. */
            message: string;

            /**
             * Encodes the specified Bye message. Does not implicitly {@link framewire.v1.Bye.verify|verify} messages.
             * @param message Bye message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Bye.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Bye message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Bye & framewire.v1.Bye.$Shape} Bye
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Bye & framewire.v1.Bye.$Shape;
        }

        namespace Bye {

            /** Properties of a Bye. */
            interface $Properties {

                /** Bye reason */
                reason?: (framewire.v1.Bye.Reason|null);

                /** Bye message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Bye. */
            type $Shape = framewire.v1.Bye.$Properties;

            /** Reason enum. */
            enum Reason {

                /** UNSPECIFIED value */
                UNSPECIFIED = 0,

                /** LEFT value */
                LEFT = 1,

                /** SHUTTING_DOWN value */
                SHUTTING_DOWN = 2,

                /** BUSY value */
                BUSY = 3,

                /** VERSION value */
                VERSION = 4,

                /** PROTOCOL_ERROR value */
                PROTOCOL_ERROR = 5,

                /** UNAUTHORISED value */
                UNAUTHORISED = 6,

                /** TIMED_OUT value */
                TIMED_OUT = 7,

                /** NO_COMMON_CODEC value */
                NO_COMMON_CODEC = 8,

                /** REPLACED value */
                REPLACED = 9
            }
        }
    }
}
