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

            /** Packet ack. */
            ack?: (framewire.v1.Ack.$Properties|null);

            /** Packet ping. */
            ping?: (framewire.v1.Ping.$Properties|null);

            /** Packet pong. */
            pong?: (framewire.v1.Pong.$Properties|null);

            /** Packet demand. */
            demand?: (framewire.v1.Demand.$Properties|null);

            /** Packet frame. */
            frame?: (framewire.v1.Frame.$Properties|null);

            /** Packet kind. */
            kind?: ("hello"|"bye"|"ack"|"ping"|"pong"|"demand"|"frame");

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

                /** Packet ack */
                ack?: (framewire.v1.Ack.$Properties|null);

                /** Packet ping */
                ping?: (framewire.v1.Ping.$Properties|null);

                /** Packet pong */
                pong?: (framewire.v1.Pong.$Properties|null);

                /** Packet demand */
                demand?: (framewire.v1.Demand.$Properties|null);

                /** Packet frame */
                frame?: (framewire.v1.Frame.$Properties|null);

                /** Packet kind */
                kind?: ("hello"|"bye"|"ack"|"ping"|"pong"|"demand"|"frame");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Packet. */
            type $Shape = {
              hello?: framewire.v1.Hello.$Shape|null;
              bye?: framewire.v1.Bye.$Shape|null;
              ack?: framewire.v1.Ack.$Shape|null;
              ping?: framewire.v1.Ping.$Shape|null;
              pong?: framewire.v1.Pong.$Shape|null;
              demand?: framewire.v1.Demand.$Shape|null;
              frame?: framewire.v1.Frame.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; hello?: null; bye?: null; ack?: null; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "hello"; hello: framewire.v1.Hello.$Shape; bye?: null; ack?: null; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "bye"; hello?: null; bye: framewire.v1.Bye.$Shape; ack?: null; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "ack"; hello?: null; bye?: null; ack: framewire.v1.Ack.$Shape; ping?: null; pong?: null; demand?: null; frame?: null }|{ kind?: "ping"; hello?: null; bye?: null; ack?: null; ping: framewire.v1.Ping.$Shape; pong?: null; demand?: null; frame?: null }|{ kind?: "pong"; hello?: null; bye?: null; ack?: null; ping?: null; pong: framewire.v1.Pong.$Shape; demand?: null; frame?: null }|{ kind?: "demand"; hello?: null; bye?: null; ack?: null; ping?: null; pong?: null; demand: framewire.v1.Demand.$Shape; frame?: null }|{ kind?: "frame"; hello?: null; bye?: null; ack?: null; ping?: null; pong?: null; demand?: null; frame: framewire.v1.Frame.$Shape })
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

            /** Frame ackRequested. */
            ackRequested: boolean;

            /** Frame encoded. */
            encoded: number;

            /** Frame queued. */
            queued: number;

            /** Frame sent. */
            sent: number;

            /** Frame level. */
            level: number;

            /** Frame acquired. */
            acquired: number;

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

                /** Frame ackRequested */
                ackRequested?: (boolean|null);

                /** Frame encoded */
                encoded?: (number|null);

                /** Frame queued */
                queued?: (number|null);

                /** Frame sent */
                sent?: (number|null);

                /** Frame level */
                level?: (number|null);

                /** Frame acquired */
                acquired?: (number|null);

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
         * Properties of an Ack.
         * @deprecated Use framewire.v1.Ack.$Properties instead.
         */
        interface IAck extends framewire.v1.Ack.$Properties {
        }

        /** Represents an Ack. */
        class Ack {

            /**
             * Constructs a new Ack.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Ack.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ack consumed. */
            consumed: (number|Long);

            /** Ack ackDelay. */
            ackDelay: (number|Long);

            /** Ack receivedAt. */
            receivedAt: (number|Long);

            /**
             * Encodes the specified Ack message. Does not implicitly {@link framewire.v1.Ack.verify|verify} messages.
             * @param message Ack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Ack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Ack & framewire.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Ack & framewire.v1.Ack.$Shape;
        }

        namespace Ack {

            /** Properties of an Ack. */
            interface $Properties {

                /** Ack consumed */
                consumed?: (number|Long|null);

                /** Ack ackDelay */
                ackDelay?: (number|Long|null);

                /** Ack receivedAt */
                receivedAt?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ack. */
            type $Shape = framewire.v1.Ack.$Properties;
        }

        /**
         * Properties of a Demand.
         * @deprecated Use framewire.v1.Demand.$Properties instead.
         */
        interface IDemand extends framewire.v1.Demand.$Properties {
        }

        /** Represents a Demand. */
        class Demand {

            /**
             * Constructs a new Demand.
             * @param [properties] Properties to set
             */
            constructor(properties?: framewire.v1.Demand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Demand wanted. */
            wanted: boolean;

            /**
             * Encodes the specified Demand message. Does not implicitly {@link framewire.v1.Demand.verify|verify} messages.
             * @param message Demand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: framewire.v1.Demand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Demand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {framewire.v1.Demand & framewire.v1.Demand.$Shape} Demand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): framewire.v1.Demand & framewire.v1.Demand.$Shape;
        }

        namespace Demand {

            /** Properties of a Demand. */
            interface $Properties {

                /** Demand wanted */
                wanted?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Demand. */
            type $Shape = framewire.v1.Demand.$Properties;
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
